package cards

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
)

// Insert keeps a batch and draws its numbers.
func Insert(ctx context.Context, tx *db.Tx, b Batch) error {
	if err := Check(b); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO card_batches (id, label, size, created_at, created_by) VALUES ($1, $2, $3, $4, $5)`,
		b.ID, b.Label, b.Size, b.CreatedAt, b.CreatedBy); err != nil {
		return fmt.Errorf("insert a batch of cards: %w", err)
	}
	for left := b.Size; left > 0; {
		numbers := make([]string, left)
		for i := range numbers {
			var err error
			if numbers[i], err = newNumber(tx.Random()); err != nil {
				return err
			}
		}
		// A number that is there already is drawn again.
		n, err := tx.Exec(ctx, `INSERT INTO cards (number, batch_id) SELECT DISTINCT n, cast($2 AS uuid)
			FROM unnest(cast($1 AS text[])) AS u (n) ON CONFLICT (number) DO NOTHING`, pq.Array(numbers), b.ID)
		if err != nil {
			return fmt.Errorf("insert cards: %w", err)
		}
		left -= int(n)
	}
	return nil
}

// Find gives a card; fault.NotFound when it was never printed.
func Find(ctx context.Context, r db.Reader, number string) (Card, error) {
	var c Card
	err := r.Get(ctx, &c, `SELECT number, batch_id, member_id, claimed_at FROM cards WHERE number = $1`, number)
	return c, db.Found(err, "card_unknown", "find a card")
}

// Claim makes a card a member's, once; claiming one's own again changes nothing.
// Another's is fault.Refused "card_taken".
func Claim(ctx context.Context, tx *db.Tx, number string, member ids.Member) error {
	n, err := tx.Exec(ctx, `UPDATE cards SET member_id = $2, claimed_at = $3 WHERE number = $1 AND member_id IS NULL`, number, member, tx.Now)
	if err != nil {
		return fmt.Errorf("claim a card: %w", err)
	}
	if n == 1 {
		return nil
	}
	c, err := Find(ctx, tx, number)
	if err == nil && c.MemberID != member {
		err = fault.New(fault.Refused, "card_taken")
	}
	return err
}

// OfMember lists a member's cards, at most 50.
func OfMember(ctx context.Context, r db.Reader, member ids.Member) ([]Card, error) {
	var list []Card
	err := r.Select(ctx, &list, `SELECT number, batch_id, member_id, claimed_at FROM cards WHERE member_id = $1 ORDER BY number LIMIT 50`, member)
	if err != nil {
		return nil, fmt.Errorf("list a member's cards: %w", err)
	}
	return list, nil
}

const batchColumns = `b.id, b.label, b.size, b.created_at, b.created_by,
	(SELECT count(*) FROM cards c WHERE c.batch_id = b.id AND c.member_id IS NOT NULL) AS claimed`

// Batches lists all batches, the newest first, at most 200.
func Batches(ctx context.Context, r db.Reader) ([]Batch, error) {
	var list []Batch
	if err := r.Select(ctx, &list, `SELECT `+batchColumns+` FROM card_batches b ORDER BY id DESC LIMIT 200`); err != nil {
		return nil, fmt.Errorf("list batches of cards: %w", err)
	}
	return list, nil
}

// FindBatch gives one batch; fault.NotFound when there is none.
func FindBatch(ctx context.Context, r db.Reader, id ids.Batch) (Batch, error) {
	var b Batch
	err := r.Get(ctx, &b, `SELECT `+batchColumns+` FROM card_batches b WHERE b.id = $1`, id)
	return b, db.Found(err, "not_found", "find a batch of cards")
}

// Of lists the cards of a batch by number, at most MaxBatch.
func Of(ctx context.Context, r db.Reader, batch ids.Batch) ([]Card, error) {
	var list []Card
	err := r.Select(ctx, &list, `SELECT number, batch_id, member_id, claimed_at FROM cards WHERE batch_id = $1 ORDER BY number LIMIT 1000`, batch)
	if err != nil {
		return nil, fmt.Errorf("list the cards of a batch: %w", err)
	}
	return list, nil
}

// Waiting is what was bought on a card that is nobody's yet.
type Waiting struct {
	Purchases int       `db:"purchases"`
	Last      time.Time `db:"last"`
}

// WaitingOn tells what waits on a card.
func WaitingOn(ctx context.Context, r db.Reader, number string) (Waiting, error) {
	var w Waiting
	err := r.Get(ctx, &w, `SELECT count(*) AS purchases, coalesce(max(placed_at), to_timestamp(0)) AS last FROM guest_purchases
		WHERE kind = 'card' AND contact = $1 AND claimed_at IS NULL`, number)
	if err != nil {
		return w, fmt.Errorf("read what waits on a card: %w", err)
	}
	return w, nil
}
