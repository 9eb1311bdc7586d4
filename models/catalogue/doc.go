// Package catalogue keeps the rewards that points buy: what they are, their
// words per language, and how many are left.
//
// Floor: 1 nouns.
// Tables: rewards, reward_texts, reward_stock.
package catalogue
