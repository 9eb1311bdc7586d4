// Package spending decides how much of a basket a member may pay with points
// and credit. The quote, the reservation, the till and the purchase ask the same
// function.
//
// Floor: 2 rules.
// Tables: none.
package spending
