// Package money holds the numbers that must never be floats: points, amounts in
// minor units, quantities in thousandths, rates; and the one way each is rounded.
//
// Floor: 0 ground.
// Tables: none.
package money
