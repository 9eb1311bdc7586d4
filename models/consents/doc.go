// Package consents keeps what each member agreed to and took back: a row per
// answer, never changed, with the wording they saw.
//
// Floor: 1 nouns.
// Tables: consents.
package consents
