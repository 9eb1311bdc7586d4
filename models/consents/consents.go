package consents

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
)

// Purpose is what a consent is for.
type Purpose string

// The purposes; general benefits and service messages need none.
const (
	Marketing             Purpose = "marketing"
	Profiling             Purpose = "profiling"
	PersonalisedMarketing Purpose = "personalised_marketing"
)

// Purposes lists all, in the order they are asked.
var Purposes = [...]Purpose{Marketing, Profiling, PersonalisedMarketing}

// Choice is one answer.
type Choice struct {
	Purpose Purpose `json:"purpose"`
	Granted bool    `json:"granted"`
}

// Receipt is one answer as it was kept.
type Receipt struct {
	MemberID ids.Member `db:"member_id"`
	Purpose  Purpose    `db:"purpose"`
	Seq      int        `db:"seq"`
	Granted  bool       `db:"granted"`
	// Source is where it was given ("join", "me"); Wording the key and version
	// of the text that was shown.
	Source  string    `db:"source"`
	Wording string    `db:"wording"`
	GivenAt time.Time `db:"given_at"`
}

// Origin says where an answer was given and to which wording.
type Origin struct {
	Source  string
	Wording string
}

// Record keeps answers. One that repeats what already holds leaves no row, and
// a refusal where nothing was granted neither. Answers of one member at once are
// put in order by the caller (Give does so); two without that end in a
// violation of consents_pkey. An unknown purpose is fault.Invalid
// "consent_unknown".
func Record(ctx context.Context, tx *db.Tx, member ids.Member, choices []Choice, origin Origin) error {
	for _, c := range choices {
		if !slices.Contains(Purposes[:], c.Purpose) {
			return fault.New(fault.Invalid, "consent_unknown")
		}
	}
	purposes, granted := split(choices)
	_, err := tx.Exec(ctx, `
		INSERT INTO consents (member_id, purpose, seq, granted, source, wording, given_at)
		SELECT $1, c.purpose, coalesce(latest.seq, 0) + 1, c.granted, $4, $5, $6
		FROM unnest(cast($2 AS text[]), cast($3 AS boolean[])) AS c (purpose, granted)
		LEFT JOIN LATERAL (
			SELECT seq, granted FROM consents k WHERE k.member_id = $1 AND k.purpose = c.purpose
			ORDER BY seq DESC LIMIT 1) AS latest ON true
		WHERE coalesce(latest.granted, false) <> c.granted`,
		member, pq.Array(purposes), pq.Array(granted), origin.Source, origin.Wording, tx.Now)
	if err != nil {
		return fmt.Errorf("record consents: %w", err)
	}
	return nil
}

// Give is Record in a transaction of its own, for a member who changes their
// mind; two at once are put in order.
func Give(ctx context.Context, d *db.DB, member ids.Member, choices []Choice, origin Origin) error {
	err := db.InTx(ctx, d, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, "consents "+member.String())
		if err != nil {
			return fmt.Errorf("wait for a turn: %w", err)
		}
		return Record(ctx, tx, member, choices, origin)
	})
	if err != nil {
		return fmt.Errorf("give consents: %w", err)
	}
	return nil
}

// split drops what a later choice of the same purpose overrides.
func split(choices []Choice) (purposes []string, granted []bool) {
	for i, c := range choices {
		if slices.ContainsFunc(choices[i+1:], func(later Choice) bool { return later.Purpose == c.Purpose }) {
			continue
		}
		purposes, granted = append(purposes, string(c.Purpose)), append(granted, c.Granted)
	}
	return purposes, granted
}

// Current tells what a member agrees to now. What was never answered is false.
func Current(ctx context.Context, r db.Reader, member ids.Member) (map[Purpose]bool, error) {
	var rows []Choice
	err := r.Select(ctx, &rows, `
		SELECT DISTINCT ON (purpose) purpose, granted FROM consents WHERE member_id = $1 ORDER BY purpose, seq DESC`, member)
	if err != nil {
		return nil, fmt.Errorf("read consents: %w", err)
	}
	current := make(map[Purpose]bool, len(Purposes))
	for _, row := range rows {
		current[row.Purpose] = row.Granted
	}
	return current, nil
}

// History lists every answer of a member, the latest first.
func History(ctx context.Context, r db.Reader, member ids.Member) ([]Receipt, error) {
	var out []Receipt
	err := r.Select(ctx, &out, `
		SELECT member_id, purpose, seq, granted, source, wording, given_at FROM consents
		WHERE member_id = $1 ORDER BY given_at DESC, purpose, seq DESC LIMIT 1000`, member)
	if err != nil {
		return nil, fmt.Errorf("list consents: %w", err)
	}
	return out, nil
}
