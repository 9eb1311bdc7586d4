// Package shops keeps the places of the shop itself: counters and web shops.
//
// Floor: 1 nouns.
// Tables: shops.
package shops
