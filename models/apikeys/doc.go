// Package apikeys knows the keys by which other systems call the API. The key
// itself is shown once; its SHA-256 is kept.
//
// Floor: 1 nouns.
// Tables: api_keys.
package apikeys
