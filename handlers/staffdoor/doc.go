// Package staffdoor signs staff in, the shop's and its partners': by e-mail and
// password, then for all but the counter roles a code of their phone's app
// (R11). Both areas have the same door under their own address.
//
// Floor: handlers.
// Tables: none.
package staffdoor
