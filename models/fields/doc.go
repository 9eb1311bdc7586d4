// Package fields keeps what a shop wants to know about its members beyond what
// every shop does: fields it made up, what each is called in each language, and
// what members have in them. Every value is text in one canonical form.
//
// Floor: 1 nouns.
// Tables: field_definitions, field_texts, field_values.
package fields
