// Package merging makes one member of two who are the same person. What remains
// moves by entries, lot by lot, with its old days and its grace spent or not;
// vouchers are given back and taken again under their own codes; contacts,
// friends and fields go along. The purchases stay where they are, because the
// book is never rewritten. The old member is a tombstone that points to the new.
//
// Floor: 3 flows.
// Tables: none.
package merging
