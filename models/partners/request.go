package partners

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/money"
)

// RequestKind says what a partner asks for.
type RequestKind string

// A new offer, or one of its own paused or shown again.
const (
	NewOffer    RequestKind = "new"
	PauseOffer  RequestKind = "pause"
	ResumeOffer RequestKind = "resume"
)

// RequestState says what became of it.
type RequestState string

// The shop approves or refuses what waits; until then the partner can withdraw it.
const (
	Waiting   RequestState = "waiting"
	Approved  RequestState = "approved"
	Refused   RequestState = "refused"
	Withdrawn RequestState = "withdrawn"
)

// Request is what a partner asks about its offers. RewardID is the offer, once
// there is one; Worth is what a new one is worth to a member and Pays what the
// partner wants for each, in minor units. Note is the partner's, Answer the shop's.
type Request struct {
	ID          ids.OfferRequest `db:"id"`
	PartnerID   ids.Partner      `db:"partner_id"`
	Kind        RequestKind      `db:"kind"`
	RewardID    ids.Reward       `db:"reward_id"`
	Name        string           `db:"name"`
	Description string           `db:"description"`
	HandOver    string           `db:"hand_over"`
	Worth       money.Amount     `db:"worth"`
	Pays        money.Amount     `db:"pays"`
	Note        string           `db:"note"`
	State       RequestState     `db:"state"`
	AskedBy     ids.Staff        `db:"asked_by"`
	AskedAt     time.Time        `db:"asked_at"`
	DecidedAt   *time.Time       `db:"decided_at"`
	Answer      string           `db:"answer"`
}

// IsWaiting tells whether it can still be decided or withdrawn.
func (r Request) IsWaiting() bool { return r.State == Waiting }

// CheckRequest names every bad field.
func CheckRequest(r Request) error {
	var wrong fault.Fields
	if r.Kind == NewOffer {
		if strings.TrimSpace(r.Name) == "" {
			wrong.Add("name", "required")
		}
		if r.Worth < 0 || r.Worth > money.MaxAmount {
			wrong.Add("worth", "range")
		}
		if r.Pays < 0 || r.Pays > money.MaxAmount {
			wrong.Add("pays", "range")
		}
	}
	for _, t := range []struct {
		field, text string
		most        int
	}{{"name", r.Name, 80}, {"description", r.Description, 1000}, {"hand_over", r.HandOver, 300}, {"note", r.Note, 500}} {
		if utf8.RuneCountInString(t.text) > t.most {
			wrong.Add(t.field, "too_long", fault.Params{"max": t.most})
		}
	}
	return wrong.Err()
}

const requestColumns = `q.id, q.partner_id, q.kind, q.reward_id, q.name, q.description, q.hand_over, q.worth, q.pays, q.note, q.state,
	q.asked_by, q.asked_at, q.decided_at, q.answer`

// InsertRequest asks. A second request about an offer while one waits is
// fault.Conflict request_waits.
func InsertRequest(ctx context.Context, tx *db.Tx, r Request) error {
	_, err := tx.Exec(ctx, `INSERT INTO offer_requests (id, partner_id, kind, reward_id, name, description, hand_over, worth, pays, note, state, asked_by, asked_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'waiting', $11, $12)`,
		r.ID, r.PartnerID, r.Kind, r.RewardID, r.Name, r.Description, r.HandOver, r.Worth, r.Pays, r.Note, r.AskedBy, r.AskedAt)
	if db.Violated(err, "offer_requests_once") {
		return fault.New(fault.Conflict, "request_waits")
	}
	if err != nil {
		return fmt.Errorf("ask about an offer: %w", err)
	}
	return nil
}

// LockRequest reads a request and holds it for the rest of the transaction.
func LockRequest(ctx context.Context, tx *db.Tx, id ids.OfferRequest) (Request, error) {
	var r Request
	err := tx.Get(ctx, &r, `SELECT `+requestColumns+` FROM offer_requests q WHERE q.id = $1 FOR UPDATE`, id)
	return r, db.Found(err, "not_found", "hold a request")
}

// Decision is what became of a request, and which offer it is about now.
type Decision struct {
	State  RequestState
	Reward ids.Reward
	By     ids.Staff
	Answer string
}

// DecideRequest writes a decision on a request that was locked.
func DecideRequest(ctx context.Context, tx *db.Tx, id ids.OfferRequest, d Decision) error {
	_, err := tx.Exec(ctx, `UPDATE offer_requests SET state = $2, reward_id = coalesce($3, reward_id), decided_by = $4, decided_at = $5, answer = $6
		WHERE id = $1 AND state = 'waiting'`, id, d.State, d.Reward, d.By, tx.Now, d.Answer)
	if err != nil {
		return fmt.Errorf("decide a request: %w", err)
	}
	return nil
}

// RequestsOf gives a partner's latest requests.
func RequestsOf(ctx context.Context, r db.Reader, partner ids.Partner) ([]Request, error) {
	var list []Request
	err := r.Select(ctx, &list, `SELECT `+requestColumns+` FROM offer_requests q WHERE q.partner_id = $1 ORDER BY q.id DESC LIMIT $2`, partner, PageSize)
	if err != nil {
		return nil, fmt.Errorf("list a partner's requests: %w", err)
	}
	return list, nil
}

// CountWaiting tells how many requests wait for the shop.
func CountWaiting(ctx context.Context, r db.Reader) (n int64, err error) {
	if err = r.Get(ctx, &n, `SELECT count(*) FROM offer_requests WHERE state = 'waiting'`); err != nil {
		err = fmt.Errorf("count waiting requests: %w", err)
	}
	return n, err
}
