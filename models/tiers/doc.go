// Package tiers decides where a member stands: up in the act that crosses the
// line, kept until a promised day, judged again in the night after it. Decisions
// are pure; store.go reads and writes the standings.
//
// Floor: 2 rules.
// Tables: standings.
package tiers
