// Package staff knows who works in the club and at its partners, what each role
// may do, and how they prove who they are: a password (argon2id) and, but for
// the counter roles, a second factor (R11).
//
// Floor: 1 nouns.
// Tables: staff, staff_passkeys, staff_challenges, staff_recovery_codes.
package staff
