// Package enrolling lets people join and sign in: by a six-digit code, or
// without one where a shop's own system vouches for them. Whether somebody is a
// member already shows only to who holds the code.
//
// Floor: 3 flows.
// Tables: none.
package enrolling
