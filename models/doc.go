// Package models holds the programme itself, on floors: imports go down, never
// up, and never sideways but where this page says so.
//
//	0 ground  db fault ids money jobs once limits
//	1 nouns   members consents staff sessions apikeys shops cards partners causes
//	          catalogue purchases ledger vouchers donations messages audit reservations
//	          adjustments fields gifts
//	          club
//	          pictures shipments
//	2 rules   earning tiers referrals spending stamps programme
//	3 flows   enrolling recording paying redeeming giving inviting adjusting
//	          publishing importing closing reaching verifying settling demo
//	          erasing merging
//	          arranging
//	4 reads   insights statements dossiers
//
// A rule never reads the database to decide; a flow decides nothing itself. A
// flow calls another flow only by a function that takes a *db.Tx, and only
// along this list, which has no circle:
//
//	enrolling → recording
//	paying → recording
//	enrolling → inviting
//	importing → enrolling
//	importing → recording
//	closing → inviting
//	closing → reaching
//	publishing → rehearsing
//	arranging → publishing
//	demo → enrolling, recording, redeeming, giving, inviting, adjusting, publishing, closing, settling
package models
