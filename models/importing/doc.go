// Package importing takes in years that were lived elsewhere: purchases and
// returns from a file, recorded as if Fealty had been there.
//
// A file is read whole and checked before the first row is written. It becomes
// histories, one per customer; they are replayed in the order of time with the
// same pure functions as a live purchase, many members to a transaction, and
// members to one transaction only. Each reference is claimed in the transaction
// that records it, so an import can be killed half-way and run again, and one
// that is run twice changes nothing.
//
// Imported members get no welcome points: they joined before there were any.
// Nobody is told anything, and a past purchase settles no invitation.
//
// Floor: 3 flows.
// Tables: import_sources.
package importing
