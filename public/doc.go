// Package public holds the stylesheet, scripts, icons and fonts, and knows the
// name each is served under: one that holds a hash of its content, so that a
// browser may keep it for ever.
//
// Floor: views.
// Tables: none.
package public
