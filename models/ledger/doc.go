// Package ledger is the book: wallets, entries, lots, lot uses and holds. A
// member has three wallets: points, credit, and debt, which is what they owe.
//
// Nothing is moved without the key: Lock takes the points' row of some members,
// which stands for all their wallets, and answers a Held; Compose works postings out on it, purely; Batch.Writes
// offers the rows. Lots are read by a second statement, after the lock, never
// in the same one: a statement that waits for a row reads everything else as it
// was before it waited.
//
// # Lots
//
// Every positive entry of points or credit makes a lot, gives back to lots, or
// both; every negative one takes from lots. So at all times
//
//	balance = sum of entries = what remains in all lots
//	remaining of a lot = amount − sum of its uses
//	positive entry = lot of its seq, if any, − sum of its uses (they are negative)
//	negative entry = − sum of its uses
//
// # Chain
//
// The hash of an entry is SHA-256 over the hash of the entry before it in its
// wallet (nothing, for the first) followed by the encoding v1. Encoding v1 is
// these fields in this order; text is a length of 4 bytes and the UTF-8 bytes,
// an integer 8 bytes, two's complement; all numbers are big-endian:
//
//	text "fealty entry v1" · 16 bytes member · text wallet · integer seq · text kind ·
//	integer amount · integer balance · text source · 16 bytes source id (zeros: none) ·
//	text actor · 16 bytes actor id (zeros: none) · integer undoes (0: none) ·
//	integer gives back (0: none) · integer version · text detail ·
//	text happened on ("2026-03-10") · integer recorded at (microseconds since 1970, UTC)
//
// Floor: 1 nouns.
// Tables: wallets, entries, lots, lot_uses, holds.
package ledger
