package ledger

import (
	"fealty/models/money"
)

// Batch is what some postings come to: entries, lots and uses, worked out under
// the lock and not yet written.
type Batch struct {
	// Entries are in the order of the postings.
	Entries []Entry
	uses    []Use
	held    *Held
	wallets map[walletKey]*wallet
	order   []walletKey
}

// Compose works out postings in their order; each sees what the ones before it
// did. It changes nothing: neither the database nor the Held. A spend of more
// than can be spent is fault.Refused "too_few_points" with needed and
// spendable; every other error is a fault of the caller.
func Compose(h *Held, postings ...Posting) (*Batch, error) { return nil, nil }

// Sum gives what the batch changes in all wallets of a kind.
func (b *Batch) Sum(w Wallet) money.Points { return 0 }
