// Package donations keeps what members gave to causes, and what that came to
// in money.
//
// Floor: 1 nouns.
// Tables: donations.
package donations
