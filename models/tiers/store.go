package tiers

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/ids"
)

const columns = `member_id, tier, since, keep_until, reached_in`

// LoadStandings reads where members stand; who has no standing yet is missing.
func LoadStandings(ctx context.Context, r db.Reader, members ...ids.Member) (map[ids.Member]Standing, error) {
	var rows []Standing
	err := r.Select(ctx, &rows, `
		SELECT `+columns+` FROM standings WHERE member_id = ANY($1)`, pq.Array(members))
	if err != nil {
		return nil, fmt.Errorf("load standings: %w", err)
	}
	standings := make(map[ids.Member]Standing, len(rows))
	for _, s := range rows {
		standings[s.MemberID] = s
	}
	return standings, nil
}

// Due lists standings whose last promised day is a day or lies before it, in
// member order after the given one.
func Due(ctx context.Context, r db.Reader, day time.Time, after ids.Member, limit int) ([]Standing, error) {
	var rows []Standing
	err := r.Select(ctx, &rows, `
		SELECT `+columns+` FROM standings
		WHERE keep_until <= $1 AND ($2::uuid IS NULL OR member_id > $2)
		ORDER BY member_id LIMIT $3`, day, after, limit)
	if err != nil {
		return nil, fmt.Errorf("list standings to judge: %w", err)
	}
	return rows, nil
}

// Ending asks for standings whose last promised day lies between two days, in
// member order after a member.
type Ending struct {
	From, To time.Time
	After    ids.Member
}

// EndingBetween lists what Ending asks for.
func EndingBetween(ctx context.Context, r db.Reader, e Ending, limit int) ([]Standing, error) {
	var rows []Standing
	err := r.Select(ctx, &rows, `
		SELECT `+columns+` FROM standings
		WHERE keep_until BETWEEN $1 AND $2 AND ($3::uuid IS NULL OR member_id > $3)
		ORDER BY member_id LIMIT $4`, e.From, e.To, e.After, limit)
	if err != nil {
		return nil, fmt.Errorf("list standings that end soon: %w", err)
	}
	return rows, nil
}

// InUse lists the tiers in which anybody stands.
func InUse(ctx context.Context, r db.Reader) ([]string, error) {
	var keys []string
	if err := r.Select(ctx, &keys, `SELECT DISTINCT tier FROM standings ORDER BY tier`); err != nil {
		return nil, fmt.Errorf("list tiers in use: %w", err)
	}
	return keys, nil
}

// Save writes standings, new or changed, one for each member.
func Save(standings ...Standing) db.Write {
	members := make([]ids.Member, len(standings))
	tiers, since, reached := make([]string, len(standings)), make([]string, len(standings)), make([]string, len(standings))
	until := make([]sql.NullString, len(standings))
	for i, s := range standings {
		members[i], tiers[i], reached[i] = s.MemberID, s.Tier, s.ReachedIn
		since[i] = s.Since.Format(time.DateOnly)
		if s.KeepUntil != nil {
			until[i] = sql.NullString{String: formatDay(s.KeepUntil), Valid: true}
		}
	}
	return db.Write{
		SQL: `INSERT INTO standings (` + columns + `)
			SELECT u.member_id, u.tier, u.since, u.keep_until, u.reached_in
			FROM unnest($1::uuid[], $2::text[], $3::date[], $4::date[], $5::text[]) AS u (member_id, tier, since, keep_until, reached_in)
			ON CONFLICT (member_id) DO UPDATE SET tier = EXCLUDED.tier, since = EXCLUDED.since,
				keep_until = EXCLUDED.keep_until, reached_in = EXCLUDED.reached_in`,
		Args: []any{pq.Array(members), pq.Array(tiers), pq.Array(since), pq.Array(until), pq.Array(reached)},
	}
}
