// Package fault is the one vocabulary of errors: what kind of thing went wrong,
// told by a key and parameters that the views turn into a sentence.
//
// Floor: 0 ground.
// Tables: none.
package fault
