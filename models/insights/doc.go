// Package insights reads what pages show from above, across rooms: each page's
// question in one statement.
//
// Floor: 4 reads.
// Tables: none.
package insights
