// Package messages is the outbox: a mail or SMS is a row written in the
// transaction of the act it tells about, and sent later at least once, known by
// its deterministic id (R13).
//
// Floor: 1 nouns.
// Tables: messages.
package messages
