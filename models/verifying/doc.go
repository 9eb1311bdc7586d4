// Package verifying recomputes everything that the database says about points,
// stock, vouchers and purchases, and names the first thing that is wrong. It
// trusts no sum, no cached balance and no hash: chains are computed again in Go
// from the entries, member by member, so that memory stays bounded.
//
// What it can't see is a superuser who cuts the tail of a chain and mends the
// wallet, the lots and all that points at it: for that the heads are sealed
// outside the database.
//
// Floor: 3 flows.
// Tables: none.
package verifying
