// Package reservations keeps what members have set aside for a cart. A
// reservation never changes; how it ended is a row of its own, and there is room
// for one.
//
// Floor: 1 nouns.
// Tables: reservations, reservation_ends.
package reservations
