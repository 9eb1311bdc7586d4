// Package arranging changes how the shop has set up its club, with the audit of
// it: before and after.
//
// Floor: 3 flows.
// Tables: none.
package arranging
