// Package pictures takes what people upload, and keeps it re-encoded in two
// sizes under a random name. They lie in PostgreSQL, so that a backup has them.
//
// Floor: 1 nouns.
// Tables: pictures.
package pictures
