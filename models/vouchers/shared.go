package vouchers

import (
	"context"
	"fmt"
	"time"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
)

// Shared is one code for many: whoever gives it has the reward. Total bounds all
// of them together, PerMember each of them; StartsOn and EndsOn are days, both
// inside. Taken counts those who have it now.
type Shared struct {
	ID        ids.Shared `db:"id"`
	RewardID  ids.Reward `db:"reward_id"`
	Code      string     `db:"code"`
	CodeKey   []byte     `db:"code_key"`
	Total     *int64     `db:"limit_total"`
	PerMember int        `db:"limit_member"`
	StartsOn  *time.Time `db:"starts_on"`
	EndsOn    *time.Time `db:"ends_on"`
	Taken     int64      `db:"taken"`
	ClosedAt  *time.Time `db:"closed_at"`
	CreatedAt time.Time  `db:"created_at"`
}

const sharedColumns = `id, reward_id, code, code_key, limit_total, limit_member, starts_on, ends_on, taken, closed_at, created_at`

// SharedOnce is the constraint that a code which is taken violates.
const SharedOnce = "shared_codes_code_key_key"

// Refusal answers nil when somebody who has had it so often can have it on this
// day, else why not: code_closed, code_not_started, code_ended, code_used_up,
// limit_reached.
func (s Shared) Refusal(today time.Time, had int) *fault.Error {
	switch {
	case s.ClosedAt != nil:
		return fault.New(fault.Refused, "code_closed")
	case s.StartsOn != nil && today.Before(*s.StartsOn):
		return fault.New(fault.Refused, "code_not_started", fault.Params{"on": s.StartsOn.Format(time.DateOnly)})
	case s.EndsOn != nil && today.After(*s.EndsOn):
		return fault.New(fault.Refused, "code_ended", fault.Params{"on": s.EndsOn.Format(time.DateOnly)})
	case had >= s.PerMember:
		return fault.New(fault.Refused, "limit_reached", fault.Params{"limit": s.PerMember})
	case s.Total != nil && s.Taken >= *s.Total:
		return fault.New(fault.Refused, "code_used_up")
	}
	return nil
}

// InsertShared keeps a new shared code. One that is taken already violates
// SharedOnce, or is found by IsCodeTaken.
func InsertShared(s Shared) db.Write {
	return db.Write{SQL: `INSERT INTO shared_codes (id, reward_id, code, code_key, limit_total, limit_member, starts_on, ends_on, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		Args: []any{s.ID, s.RewardID, s.Code, s.CodeKey, s.Total, s.PerMember, s.StartsOn, s.EndsOn, s.CreatedAt}}
}

// IsCodeTaken tells whether a code is a voucher's, in a pool or shared.
func IsCodeTaken(ctx context.Context, r db.Reader, key []byte) (bool, error) {
	var is bool
	err := r.Get(ctx, &is, `SELECT EXISTS (SELECT FROM voucher_codes WHERE code_key = $1) OR EXISTS (SELECT FROM reward_codes WHERE code_key = $1)
		OR EXISTS (SELECT FROM shared_codes WHERE code_key = $1)`, key)
	if err != nil {
		return false, fmt.Errorf("look for a code: %w", err)
	}
	return is, nil
}

// FindShared gives a shared code by its hash; fault.NotFound "voucher_unknown"
// when there is none.
func FindShared(ctx context.Context, r db.Reader, key []byte) (Shared, error) {
	var s Shared
	err := r.Get(ctx, &s, `SELECT `+sharedColumns+` FROM shared_codes WHERE code_key = $1`, key)
	return s, db.Found(err, "voucher_unknown", "find a shared code")
}

// ListShared gives a reward's shared codes, the newest first.
func ListShared(ctx context.Context, r db.Reader, reward ids.Reward) ([]Shared, error) {
	var list []Shared
	err := r.Select(ctx, &list, `SELECT `+sharedColumns+` FROM shared_codes WHERE reward_id = $1 ORDER BY id DESC LIMIT 200`, reward)
	if err != nil {
		return nil, fmt.Errorf("list shared codes: %w", err)
	}
	return list, nil
}

// CountShared counts how often a member has had a shared code; what was
// cancelled leaves room for another.
func CountShared(ctx context.Context, r db.Reader, id ids.Shared, member ids.Member) (int, error) {
	var n int
	err := r.Get(ctx, &n, `SELECT count(*) FROM vouchers WHERE shared_id = $1 AND member_id = $2 AND state NOT IN ('returned', 'cancelled')`, id, member)
	if err != nil {
		return 0, fmt.Errorf("count a shared code: %w", err)
	}
	return n, nil
}

// TakeShared takes one of a shared code, and answers false when none is left.
// Call it last before the commit, as the stock.
func TakeShared(ctx context.Context, tx *db.Tx, id ids.Shared) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE shared_codes SET taken = taken + 1
		WHERE id = $1 AND closed_at IS NULL AND (limit_total IS NULL OR taken < limit_total)`, id)
	if err != nil {
		return false, fmt.Errorf("take a shared code: %w", err)
	}
	return n == 1, nil
}

// CloseShared ends a shared code; what was taken stays good. fault.NotFound when
// there is none.
func CloseShared(ctx context.Context, tx *db.Tx, reward ids.Reward, id ids.Shared) error {
	n, err := tx.Exec(ctx, `UPDATE shared_codes SET closed_at = $3 WHERE id = $1 AND reward_id = $2 AND closed_at IS NULL`, id, reward, tx.Now)
	if err != nil {
		return fmt.Errorf("close a shared code: %w", err)
	}
	if n == 0 {
		return fault.New(fault.NotFound, "voucher_unknown")
	}
	return nil
}
