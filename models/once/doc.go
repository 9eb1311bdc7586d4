// Package once makes a write happen once: a key is claimed in the transaction
// of the act, and the answer is kept with it, so that a repeat gets the same
// bytes (R5).
//
// Floor: 0 ground.
// Tables: once_keys.
package once
