// Package cards keeps printed cards: numbers made ahead, handed out with a
// purchase before anybody joins, and claimed by a member later.
//
// Floor: 1 nouns.
// Tables: card_batches, cards.
package cards
