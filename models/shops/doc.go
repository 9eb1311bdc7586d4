// Package shops keeps the places of the shop itself, counters and web shops, the
// tills that are paired with them, and the PINs by which people stand at those.
//
// Floor: 1 nouns.
// Tables: shops, devices, staff_pins.
package shops
