package ledger

import (
	"fmt"
	"time"

	"fealty/models/money"
)

// Add works out more postings on what the batch has come to, for acts that can
// only be decided on the ones before them: an import of a member's years. After
// an error the batch must not be written.
func (b *Batch) Add(postings ...Posting) error {
	for i := range postings {
		if err := b.add(&postings[i]); err != nil {
			return fmt.Errorf("add posting %d (%s): %w", i+1, postings[i].Kind, err)
		}
	}
	return nil
}

// CanTake is Held.CanTake as it will be after the batch.
func (b *Batch) CanTake(r Reclaim, today time.Time) money.Points {
	w := b.wallets[Of{r.Member, Points}]
	if w == nil {
		return b.held.CanTake(r, today)
	}
	return min(r.Amount, w.takeable(r.From, today))
}
