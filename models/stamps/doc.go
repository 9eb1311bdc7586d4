// Package stamps decides what a purchase puts on a member's stamp cards and
// what gifts it grants, and what a return takes off again.
//
// Floor: 2 rules.
// Tables: stamp_cards, stamp_marks.
package stamps
