// Package till is the counter: a clerk with one hand on the scanner finds a
// member, gives points for what they pay, and hands over what they may have.
//
// Floor: handlers.
// Tables: none.
package till
