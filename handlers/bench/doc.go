// Command bench measures how fast purchases are taken in through HTTP, beside
// pgbench writing the same rows in one statement (G1 of the performance goals).
// It starts a durable PostgreSQL of its own in var/bench, interleaves the two,
// prints a table and stops by itself:
//
//	go run ./handlers/bench -rounds 3 -seconds 12
//
// Both share the machine with the database; only their ratio means something.
//
// Floor: handlers.
// Tables: none.
package main
