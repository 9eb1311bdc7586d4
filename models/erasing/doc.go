// Package erasing forgets a member for good (R18, T20): every personal datum
// goes, and what is left of points, credit and debt is booked off by entries, so
// that the book stays whole under an id that says nothing. It is done at once;
// there is no way back, and nothing is kept from which there could be one.
//
// Every owner of a table with something personal has its part in parts.go, and a
// test of the house erases somebody with a row in each such table and looks at
// what is left.
//
// Floor: 3 flows.
// Tables: none.
package erasing
