// Package sessions knows who is signed in, and keeps the six-digit codes by
// which members sign in. Of ids, codes and links only digests are stored (R10,
// R11).
//
// Floor: 1 nouns.
// Tables: sessions, signin_codes.
package sessions
