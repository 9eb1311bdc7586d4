// Package apptest gives tests of handlers the whole app over a real PostgreSQL
// and one small world: Alice, Gold, with 1,200 points of which 300 end this
// month; Bob, whom she invited; Charlie, who must see nothing of theirs; Dora,
// the owner, with a manager and a clerk; the Tea House and Fjordkino, partners
// with a manager each. For tests only; no other code imports it.
//
// Floor: handlers.
// Tables: none.
package apptest
