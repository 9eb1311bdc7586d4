// Package ops is the door of those who run the program: is it alive, can it serve, how does it do, and is it set up safely.
//
// Floor: handlers.
// Tables: none.
package ops
