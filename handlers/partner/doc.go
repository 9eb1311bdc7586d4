// Package partner is the partners' area: their people check vouchers at the
// counter, see what was used and, the managers among them, what is owed.
//
// Floor: handlers.
// Tables: none.
package partner
