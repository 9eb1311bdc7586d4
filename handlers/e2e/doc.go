// Package e2e tries the program as people meet it: the real app on a port of this machine, in a real browser. Everything in it is
// a test. testdata holds axe-core 4.14.1 (MPL-2.0), which looks for what keeps people out.
//
// Set FEALTY_SHOTS to a folder to keep the pictures of every page inspected.
//
// Floor: handlers.
// Tables: none.
package e2e
