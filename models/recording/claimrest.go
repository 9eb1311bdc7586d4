package recording

import (
	"context"
	"fmt"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/jobs"
	"fealty/models/ledger"
	"fealty/models/members"
)

// RestJob is the kind of the job that claims what one act of joining left over.
const RestJob = "purchases.claim"

// RestOf is what the job carries: whose contacts are looked at again.
type RestOf struct {
	Member ids.Member `json:"member"`
}

// claimLater puts what is left into the queue, so that joining stays quick for
// somebody with a long past.
func claimLater(ctx context.Context, tx *db.Tx, member ids.Member) error {
	job, err := jobs.Enqueue(tx, RestJob, RestOf{Member: member}, tx.Now)
	if err != nil {
		return err
	}
	return tx.Apply(ctx, job)
}

// ClaimRest takes the next step: what still waits under the member's verified
// contacts and cards, as much as ClaimGuests takes at once. That puts the step
// after it into the queue. Done twice it finds nothing left.
func ClaimRest(ctx context.Context, d *db.DB, deps Deps, rest RestOf) error {
	return db.InTx(ctx, d, func(tx *db.Tx) error {
		m, err := members.Find(ctx, tx, rest.Member)
		if fault.KindOf(err) == fault.NotFound || (err == nil && !m.IsActive()) {
			return nil
		}
		if err != nil {
			return err
		}
		contacts, err := waitingFor(ctx, tx, rest.Member)
		if err != nil {
			return err
		}
		for _, c := range contacts {
			if _, err := ClaimGuests(ctx, tx, deps, Claiming{Member: rest.Member, Contact: c, Actor: ledger.Actor{Kind: ledger.BySystem}}); err != nil {
				return err
			}
		}
		return nil
	})
}

// waitingFor lists a member's contacts and cards under which purchases wait.
func waitingFor(ctx context.Context, r db.Reader, member ids.Member) ([]members.Contact, error) {
	var list []members.Contact
	err := r.Select(ctx, &list, `SELECT mine.kind, mine.value FROM (
			SELECT kind, value FROM member_contacts WHERE member_id = $1 AND verified_at IS NOT NULL
			UNION ALL SELECT 'card', number FROM cards WHERE member_id = $1) AS mine
		WHERE EXISTS (SELECT 1 FROM guest_purchases g WHERE g.kind = mine.kind AND g.contact = mine.value AND g.claimed_at IS NULL)
		ORDER BY 1, 2`, member)
	if err != nil {
		return nil, fmt.Errorf("list the contacts under which purchases wait: %w", err)
	}
	return list, nil
}
