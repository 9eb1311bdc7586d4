// Package closing ends the day: tiers, what expired, the invitations that have
// ripened, what members are told, and what is swept away. Every step can be
// killed half-way and run again.
//
// Floor: 3 flows.
// Tables: none.
package closing
