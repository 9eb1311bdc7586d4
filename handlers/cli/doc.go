// Package cli is the door of the command line: one file per command.
//
// Floor: handlers.
// Tables: none.
package cli
