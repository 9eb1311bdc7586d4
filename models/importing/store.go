package importing

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/members"
	"fealty/models/purchases"
)

// shiftOf gives by how many weeks an earlier run of the source has moved its
// dates; false when there was none.
func shiftOf(ctx context.Context, r db.Reader, source string) (int, bool, error) {
	var weeks int
	err := r.Get(ctx, &weeks, `SELECT weeks FROM import_sources WHERE source = $1`, source)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, fmt.Errorf("read by how much dates were moved: %w", err)
	}
	return weeks, true, nil
}

// rememberShift keeps the weeks of the source's first run, and gives those that
// stand: somebody else may have been first.
func rememberShift(ctx context.Context, d *db.DB, source string, weeks int) (int, error) {
	err := db.InTx(ctx, d, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO import_sources (source, weeks, first_run_at) VALUES ($1, $2, $3)
			ON CONFLICT (source) DO NOTHING`, source, weeks, tx.Now)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("remember by how much dates are moved: %w", err)
	}
	weeks, _, err = shiftOf(ctx, d, source)
	return weeks, err
}

// person is a member as an import finds them.
type person struct {
	Kind   string     `db:"kind"`
	Value  string     `db:"value"`
	Member ids.Member `db:"member_id"`
	State  string     `db:"state"`
}

// findPeople finds the members with some references and contacts.
func findPeople(ctx context.Context, r db.Reader, source string, customers []*customer) ([]person, error) {
	var references, kinds, values []string
	for _, c := range customers {
		if c.reference != "" {
			references = append(references, c.reference)
		}
		for _, contact := range c.contacts {
			kinds, values = append(kinds, contact.Kind), append(values, contact.Value)
		}
	}
	var found []person
	err := r.Select(ctx, &found, `
		SELECT '' AS kind, x.reference AS value, x.member_id, m.state FROM member_references x JOIN members m ON m.id = x.member_id
		WHERE x.source = $1 AND x.reference = ANY($2::text[])
		UNION ALL
		SELECT c.kind, c.value, c.member_id, m.state FROM member_contacts c JOIN members m ON m.id = c.member_id
		WHERE (c.kind, c.value) IN (SELECT k, v FROM unnest($3::text[], $4::text[]) AS u (k, v))`,
		source, pq.StringArray(references), pq.StringArray(kinds), pq.StringArray(values))
	if err != nil {
		return nil, fmt.Errorf("find the members of a batch: %w", err)
	}
	return found, nil
}

// findReturns finds those of many references that returns have.
func findReturns(ctx context.Context, r db.Reader, references []string) ([]purchases.ReturnReference, error) {
	var found []purchases.ReturnReference
	if len(references) == 0 {
		return nil, nil
	}
	err := r.Select(ctx, &found, `SELECT reference, return_id, purchase_id, input_hash FROM return_references
		WHERE reference = ANY($1::text[])`, pq.StringArray(references))
	if err != nil {
		return nil, fmt.Errorf("find returns: %w", err)
	}
	return found, nil
}

// findBought reads all purchases of members, in the order of their days.
func findBought(ctx context.Context, r db.Reader, of []ids.Member) ([]purchases.Purchase, error) {
	var found []purchases.Purchase
	err := r.Select(ctx, &found, `SELECT member_id, id, reference, placed_at, placed_on, recorded_at, channel, shop, total, shipping, discount, tax,
			paid_otherwise, earning_base, version, points, points_returned, entry_seq, tier_spend, tier_points, cells, facts, payments
		FROM purchases WHERE member_id = ANY($1::uuid[]) ORDER BY member_id, placed_on, id`, pq.Array(of))
	if err != nil {
		return nil, fmt.Errorf("read what members have bought: %w", err)
	}
	return found, nil
}

// findLines reads the lines of purchases that something comes back of.
func findLines(ctx context.Context, r db.Reader, of []ids.Member, bought []ids.Purchase) ([]purchases.Line, error) {
	var found []purchases.Line
	err := r.Select(ctx, &found, `
		SELECT member_id, purchase_id, line, sku, name, category, brand, bought, returned, unit_price, discount, amount, tax, base, points
		FROM purchase_lines WHERE member_id = ANY($1::uuid[]) AND purchase_id = ANY($2::uuid[]) ORDER BY member_id, purchase_id, line`,
		pq.Array(of), pq.Array(bought))
	if err != nil {
		return nil, fmt.Errorf("read lines that come back: %w", err)
	}
	return found, nil
}

// findParked finds the purchases of which a return has come before them.
func findParked(ctx context.Context, r db.Reader, references []string) ([]string, error) {
	var found []string
	err := r.Select(ctx, &found, `SELECT DISTINCT purchase_reference FROM parked_returns
		WHERE applied_at IS NULL AND purchase_reference = ANY($1::text[]) ORDER BY purchase_reference`, pq.StringArray(references))
	if err != nil {
		return nil, fmt.Errorf("find returns that wait: %w", err)
	}
	return found, nil
}

// isGone tells whether nothing can be recorded for the member any more.
func (p person) isGone() bool { return p.State != members.Active }
