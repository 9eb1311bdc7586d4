// Package catalogue keeps the rewards that points buy: what they are, their
// words per language, what is seen after redemption only, how many are left and
// who waits for more. What a kind of reward does stands in Kind.Behaviour.
//
// Floor: 1 nouns.
// Tables: rewards, reward_texts, reward_stock, reward_contents, reward_waits.
package catalogue
