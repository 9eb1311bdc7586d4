// Package shipments keeps what goes to members by post: where to, and how far
// it has come.
//
// Floor: 1 nouns.
// Tables: shipments.
package shipments
