package purchases

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
)

// Guest is the purchase of somebody who is no member yet: kept whole, until
// that e-mail or phone is verified by one. Its id becomes the purchase's.
type Guest struct {
	ID         ids.Purchase `db:"id"`
	Reference  string       `db:"reference"`
	Kind       string       `db:"kind"`
	Contact    string       `db:"contact"`
	Body       Facts        `db:"body"`
	PlacedAt   time.Time    `db:"placed_at"`
	RecordedAt time.Time    `db:"recorded_at"`
	MemberID   ids.Member   `db:"member_id"`
}

// MaxGuests bounds how many purchases one act of joining claims; the rest is
// claimed in further steps of as many.
const MaxGuests = 200

// InsertGuest keeps a guest's purchase.
func InsertGuest(g Guest) db.Write {
	return db.Write{SQL: `
		INSERT INTO guest_purchases (id, reference, kind, contact, body, placed_at, recorded_at)
		VALUES ($1, $2, $3, $4, cast($5 AS jsonb), $6, $7)`,
		Args: []any{g.ID, g.Reference, g.Kind, g.Contact, string(g.Body), g.PlacedAt, g.RecordedAt}}
}

// FindGuest reads a guest's purchase; fault.NotFound when there is none.
func FindGuest(ctx context.Context, r db.Reader, id ids.Purchase) (Guest, error) {
	var g Guest
	err := r.Get(ctx, &g, `
		SELECT id, reference, kind, contact, body, placed_at, recorded_at, member_id FROM guest_purchases WHERE id = $1`, id)
	return g, db.Found(err, "purchase_unknown", "find a guest's purchase")
}

// HoldContact makes guests' purchases and the joining of one contact wait for
// one another until the transaction ends.
func HoldContact(ctx context.Context, tx *db.Tx, kind, contact string) error {
	_, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended($1, 7311))`, kind+":"+contact)
	if err != nil {
		return fmt.Errorf("hold a guest's contact: %w", err)
	}
	return nil
}

// LockGuests reads and locks what waits for a contact and was placed since,
// oldest first, at most MaxGuests.
func LockGuests(ctx context.Context, tx *db.Tx, kind, contact string, since time.Time) ([]Guest, error) {
	var out []Guest
	err := tx.Select(ctx, &out, `
		SELECT id, reference, kind, contact, body, placed_at, recorded_at, member_id FROM guest_purchases
		WHERE kind = $1 AND contact = $2 AND claimed_at IS NULL AND placed_at >= $3
		ORDER BY placed_at, id LIMIT $4 FOR UPDATE`, kind, contact, since, MaxGuests)
	if err != nil {
		return nil, fmt.Errorf("lock guests' purchases: %w", err)
	}
	return out, nil
}

// Claimed gives a guest's purchase and its reference to a member.
func Claimed(id ids.Purchase, member ids.Member, at time.Time) []db.Write {
	return []db.Write{
		{SQL: `UPDATE guest_purchases SET member_id = $2, claimed_at = $3 WHERE id = $1 AND claimed_at IS NULL`, Args: []any{id, member, at}},
		{SQL: `UPDATE purchase_references SET member_id = $2 WHERE purchase_id = $1 AND member_id IS NULL`, Args: []any{id, member}},
	}
}

// Parked is a return that came before its purchase.
type Parked struct {
	Reference         string    `db:"reference"`
	PurchaseReference string    `db:"purchase_reference"`
	Body              Facts     `db:"body"`
	ParkedAt          time.Time `db:"parked_at"`
}

// Park keeps a return for its purchase.
func Park(p Parked) db.Write {
	return db.Write{SQL: `
		INSERT INTO parked_returns (reference, purchase_reference, body, parked_at) VALUES ($1, $2, cast($3 AS jsonb), $4)`,
		Args: []any{p.Reference, p.PurchaseReference, string(p.Body), p.ParkedAt}}
}

// Waiting reads the parked returns of a purchase, in the order they came.
func Waiting(ctx context.Context, r db.Reader, purchaseReference string) ([]Parked, error) {
	var out []Parked
	err := r.Select(ctx, &out, `
		SELECT reference, purchase_reference, body, parked_at FROM parked_returns
		WHERE purchase_reference = $1 AND applied_at IS NULL AND refused_at IS NULL ORDER BY parked_at, reference LIMIT 100`, purchaseReference)
	if err != nil {
		return nil, fmt.Errorf("read parked returns: %w", err)
	}
	return out, nil
}

// Applied marks a parked return as done.
func Applied(reference string, at time.Time) db.Write {
	return db.Write{
		SQL:  `UPDATE parked_returns SET applied_at = $2 WHERE reference = $1`,
		Args: []any{reference, at},
	}
}

// RefuseParked keeps why a parked return was not applied when its purchase had
// come.
func RefuseParked(reference string, why Refusal, at time.Time) (db.Write, error) {
	text, err := json.Marshal(why)
	if err != nil {
		return db.Write{}, fmt.Errorf("write why a return is refused: %w", err)
	}
	return db.Write{
		SQL:  `UPDATE parked_returns SET refused_at = $2, refusal = cast($3 AS jsonb) WHERE reference = $1`,
		Args: []any{reference, at, string(text)},
	}, nil
}

// Refusal is the fault of a parked return, by key.
type Refusal struct {
	Key    string       `json:"key"`
	Params fault.Params `json:"params,omitempty"`
}

// FindRefusal reads why a parked return was refused; nil when it was not.
func FindRefusal(ctx context.Context, r db.Reader, reference string) (*Refusal, error) {
	var texts [][]byte
	err := r.Select(ctx, &texts, `SELECT refusal FROM parked_returns WHERE reference = $1 AND refused_at IS NOT NULL`, reference)
	if err != nil {
		return nil, fmt.Errorf("find why a return was refused: %w", err)
	}
	if len(texts) == 0 {
		return nil, nil
	}
	var why Refusal
	if err := json.Unmarshal(texts[0], &why); err != nil {
		return nil, fmt.Errorf("read why a return was refused: %w", err)
	}
	return &why, nil
}
