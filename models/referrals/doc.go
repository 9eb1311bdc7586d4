// Package referrals decides what inviting a friend gives to both: the friend at
// once, the referrer when the friend's first purchase is past its return window.
// Decisions are pure; store.go reads and writes the referrals.
//
// Floor: 2 rules.
// Tables: referrals, referral_traces, referral_milestones.
package referrals
