// Package paying sets points, credit and vouchers aside between a cart and its
// order. A reservation is captured by the purchase itself (recording), released
// by the shop, or over by the clock; exactly one of the three.
//
// Floor: 3 flows.
// Tables: none.
package paying
