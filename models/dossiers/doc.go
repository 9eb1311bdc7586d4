// Package dossiers is everything that there is about one member, for the member:
// the export that R18 and the law ask for. Each part is one SELECT, and says
// which tables it gives; a test of the house holds the list against the schema.
//
// Floor: 4 reads.
// Tables: none.
package dossiers
