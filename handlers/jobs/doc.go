// Package jobs is the door of the clock: what the queue and the schedule call, and how a message of the outbox is drawn.
//
// Floor: handlers.
// Tables: none.
package jobs
