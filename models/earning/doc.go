// Package earning decides how many points a purchase gives, which rule gave what
// to which line, from when they can be spent and until when; and how many a
// return takes back. It is the one room in which points are computed. All of it
// is pure.
//
// Floor: 2 rules.
// Tables: none.
package earning
