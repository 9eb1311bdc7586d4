// Package demo makes the demo shop: Havn, a coffee roaster with a web shop and
// three counters, its club, and a year and a half of its members' lives. Nobody
// writes rows here: the past is lived through again, day by day and night by
// night, by the same flows as a real one, under a clock that is set back.
//
// What happens is laid out beforehand from a seed and the day of the load, so
// the same day gives the same book. Every act has its idempotency key and every
// finished night its slot, so a load that was killed goes on where it stopped.
//
// Floor: 3 flows.
// Tables: none.
package demo
