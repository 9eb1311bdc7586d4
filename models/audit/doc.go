// Package audit keeps what staff did, to whom and why, in the same transaction
// as the act. Rows are never changed (R17).
//
// Floor: 1 nouns.
// Tables: audit.
package audit
