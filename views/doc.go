// Package views draws: templates, the functions they call, and how the five
// languages write words, numbers, money and dates. It knows no SQL and no HTTP.
//
// Floor: views.
// Tables: none.
package views
