// Package admin is where those who run the club work: rewards, causes, partners,
// members, what was sent, what was done, and the rules as they hold. Every write
// has its line in the audit.
//
// Floor: handlers.
// Tables: none.
package admin
