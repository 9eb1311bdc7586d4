// Package erasures keeps the list of who was erased outside the database too, in
// DATA_DIR, so that restoring an older backup does not bring anybody back (R22).
// The list holds opaque ids and times, nothing else.
package erasures
