// Package takeout makes the file in which a member takes their data along: one
// zip with JSON for programs, a table per part as CSV, and a page for people.
// The member portal and the office both send it.
package takeout
