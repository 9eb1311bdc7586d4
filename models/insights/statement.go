package insights

import (
	"context"
	"fmt"
	"time"

	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/money"
)

// Span is a time from an instant up to, but without, another.
type Span struct{ From, Until time.Time }

// Tally is how many uses there were and what they come to.
type Tally struct {
	Uses int64
	Pays money.Amount
}

// StatementLine is what was used of one offer. What was undone is in Used too, so
// that Pays is the one less the other.
type StatementLine struct {
	RewardID ids.Reward `db:"reward_id"`
	Name     string     `db:"name"`
	Language string     `db:"language"`
	Used     Tally      `db:"used"`
	Undone   Tally      `db:"undone"`
}

// Pays is what the shop pays for the line.
func (l StatementLine) Pays() money.Amount { return l.Used.Pays - l.Undone.Pays }

// Statement is what a shop pays a partner for a span. An undone use belongs to
// the span in which it was used, so a month stands still once its last use can't
// be undone any more.
type Statement []StatementLine

// Total sums the lines.
func (s Statement) Total() StatementLine {
	var sum StatementLine
	for _, l := range s {
		sum.Used.Uses, sum.Used.Pays = sum.Used.Uses+l.Used.Uses, sum.Used.Pays+l.Used.Pays
		sum.Undone.Uses, sum.Undone.Pays = sum.Undone.Uses+l.Undone.Uses, sum.Undone.Pays+l.Undone.Pays
	}
	return sum
}

// ReadStatement sums a partner's uses in a span by offer, what pays most first.
func ReadStatement(ctx context.Context, r db.Reader, at At, span Span) (Statement, error) {
	var list Statement
	err := r.Select(ctx, &list, `SELECT u.reward_id, t.name, t.language, u.uses AS "used.uses", u.pays AS "used.pays",
			u.undone AS "undone.uses", u.taken_back AS "undone.pays"
		FROM (SELECT reward_id, count(*) AS uses, cast(sum(pays) AS bigint) AS pays, count(undone_at) AS undone,
				cast(coalesce(sum(pays) FILTER (WHERE undone_at IS NOT NULL), 0) AS bigint) AS taken_back
			FROM voucher_uses WHERE partner_id = $1 AND used_at >= $2 AND used_at < $3 GROUP BY reward_id) u
		CROSS JOIN LATERAL (SELECT x.language, x.name FROM reward_texts x WHERE x.reward_id = u.reward_id
			ORDER BY (x.language = $4) DESC, (x.language = $5) DESC, x.language LIMIT 1) t
		ORDER BY u.pays - u.taken_back DESC, u.reward_id`, at.Partner, span.From, span.Until, at.Wanted, at.Main)
	if err != nil {
		return nil, fmt.Errorf("read a partner's statement: %w", err)
	}
	return list, nil
}

// StatementUse is one use as a statement lists it. FirstName is whole: show less
// of it.
type StatementUse struct {
	ID        ids.Use      `db:"id"`
	UsedAt    time.Time    `db:"used_at"`
	UndoneAt  *time.Time   `db:"undone_at"`
	Pays      money.Amount `db:"pays"`
	Name      string       `db:"name"`
	FirstName string       `db:"first_name"`
}

// StatementPage is how many StatementUses gives at once.
const StatementPage = 1000

// StatementUses gives a part of a partner's uses in a span in their order, after
// the one given (the zero use: from the first).
func StatementUses(ctx context.Context, r db.Reader, at At, span Span, after StatementUse) ([]StatementUse, error) {
	if after.UsedAt.Before(span.From) {
		after.UsedAt = span.From
	}
	var list []StatementUse
	err := r.Select(ctx, &list, `SELECT u.id, u.used_at, u.undone_at, u.pays, t.name, m.first_name
		FROM voucher_uses u LEFT JOIN gifts f ON f.id = u.member_id LEFT JOIN members m ON m.id = coalesce(f.member_id, u.member_id)
		CROSS JOIN LATERAL (SELECT x.name FROM reward_texts x WHERE x.reward_id = u.reward_id
			ORDER BY (x.language = $5) DESC, (x.language = $6) DESC, x.language LIMIT 1) t
		WHERE u.partner_id = $1 AND u.used_at >= $2 AND u.used_at < $3 AND (u.used_at > $2 OR $4::uuid IS NULL OR u.id > $4)
		ORDER BY u.used_at, u.id LIMIT $7`, at.Partner, after.UsedAt, span.Until, after.ID, at.Wanted, at.Main, StatementPage)
	if err != nil {
		return nil, fmt.Errorf("list a partner's statement: %w", err)
	}
	return list, nil
}
