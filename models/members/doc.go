// Package members knows who is in the club: their number, how they are reached
// and how they are found. Personal data lives here and in few other columns.
//
// Floor: 1 nouns.
// Tables: members, member_contacts, member_references, member_changes, erasures.
package members
