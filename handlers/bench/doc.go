// Command bench measures how fast purchases are taken in through HTTP, beside
// pgbench writing the same rows in one statement (G1 of the performance goals).
// It starts a durable PostgreSQL of its own in var/bench, interleaves the two,
// prints a table and stops by itself:
//
//	go run ./handlers/bench -rounds 3 -seconds 12
//
// Both share the machine with the database; only their ratios mean something, and
// the processors' time each purchase takes.
//
// With -what load it makes a crowd: a database with so many members and ten
// entries each, whose books add up. With -what look it asks for every page and
// the common acts in a small crowd and a large one, and tells what each took and
// how many blocks PostgreSQL touched for it (G4, G6).
//
// Floor: handlers.
// Tables: none.
package main
