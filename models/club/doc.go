// Package club keeps what a shop sets for itself beside the rules of its
// programme: colours and texts, which features are on, limits for its staff,
// whether the club is open, and the link by which the first owner comes in.
//
// Floor: 1 nouns.
// Tables: club, club_texts, owner_links.
package club
