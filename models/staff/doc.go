// Package staff knows who works in the club and at its partners, what each role
// may do, and how they prove who they are: a password (argon2id) and, but for
// the counter roles, a second factor (R11).
//
// Floor: 1 nouns.
// Tables: staff.
package staff
