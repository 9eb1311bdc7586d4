// Package giving lets members give their points to causes, and take a gift back
// within a day.
//
// Floor: 3 flows.
// Tables: none.
package giving
