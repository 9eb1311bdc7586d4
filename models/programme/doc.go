// Package programme binds the rules into one typed, versioned document: what is
// earned, the tiers, the referral policy, the shop's own words. A version, once
// published, never changes.
//
// Floor: 2 rules.
// Tables: programme_versions.
package programme
