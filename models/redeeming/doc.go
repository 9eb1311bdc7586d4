// Package redeeming turns points into vouchers and vouchers into what they
// promise: redeem, return, check, use, undo.
//
// Floor: 3 flows.
// Tables: none.
package redeeming
