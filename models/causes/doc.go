// Package causes keeps what members can give their points to, with its texts.
//
// Floor: 1 nouns.
// Tables: causes, cause_texts, cause_payouts.
package causes
