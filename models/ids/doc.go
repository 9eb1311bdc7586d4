// Package ids gives every kind of thing an id type of its own, so that nobody
// can pass a reward where a member was meant. All are UUIDv7.
//
// Floor: 0 ground.
// Tables: none.
package ids
