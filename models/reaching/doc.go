// Package reaching sends what waits in the outbox, by mail or SMS: at least
// once, with an id by which the receiver can tell a repeat.
//
// Floor: 3 flows.
// Tables: none.
package reaching
