// Package adjustments keeps the points that one of the staff wants to move by
// hand and that are too many for one person alone: another must agree (R17).
//
// Floor: 1 nouns.
// Tables: adjustments.
package adjustments
