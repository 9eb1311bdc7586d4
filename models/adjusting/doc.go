// Package adjusting is what staff do by hand: points with a reason, rewards,
// causes, partners and shops, each with its line in the audit.
//
// Floor: 3 flows.
// Tables: none.
package adjusting
