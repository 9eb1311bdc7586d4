package purchases

import (
	"context"
	"fmt"

	"fealty/models/db"
	"fealty/models/ids"
)

// Reference is a purchase's name in the shop's own system, claimed once.
// MemberID is zero while the purchase is a guest's.
type Reference struct {
	Reference  string       `db:"reference"`
	PurchaseID ids.Purchase `db:"purchase_id"`
	MemberID   ids.Member   `db:"member_id"`
	InputHash  []byte       `db:"input_hash"`
}

// ClaimReferences takes references, which the caller holds (HoldReferences), with
// the rows of their purchases. A taken one fails the statement, and
// IsReferenceTaken tells so.
func ClaimReferences(rows []Reference) db.Write {
	hashes := make([][]byte, len(rows))
	for i, r := range rows {
		hashes[i] = r.InputHash
	}
	return db.Write{SQL: `
		INSERT INTO purchase_references (reference, purchase_id, member_id, input_hash)
		SELECT u.reference, u.purchase_id, cast(nullif(u.member_id, '') AS uuid), u.input_hash
		FROM unnest(cast($1 AS text[]), cast($2 AS uuid[]), cast($3 AS text[]), cast($4 AS bytea[]))
			AS u (reference, purchase_id, member_id, input_hash)`,
		Args: []any{
			texts(rows, func(r Reference) string { return r.Reference }),
			texts(rows, func(r Reference) string { return r.PurchaseID.String() }),
			texts(rows, func(r Reference) string { return r.MemberID.String() }),
			byteas(hashes),
		}}
}

// IsReferenceTaken tells whether a claim failed because a purchase, a guest's
// too, has the reference.
func IsReferenceTaken(err error) bool {
	return db.Violated(err, "purchase_references_pkey") || db.Violated(err, "guest_purchases_reference_key")
}

// HoldReference makes purchases and early returns of one reference wait for one
// another until the transaction ends.
func HoldReference(ctx context.Context, tx *db.Tx, reference string) error {
	_, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended($1, 7310))`, reference)
	if err != nil {
		return fmt.Errorf("hold a purchase's reference: %w", err)
	}
	return nil
}

// HoldReferences is HoldReference for many; callers who name them in the same
// order never wait for one another in a circle.
func HoldReferences(ctx context.Context, tx *db.Tx, references []string) error {
	_, err := tx.Exec(ctx, `SELECT count(pg_advisory_xact_lock(hashtextextended(r, 7310))) FROM unnest(cast($1 AS text[])) AS r`,
		texts(references, func(s string) string { return s }))
	if err != nil {
		return fmt.Errorf("hold purchases' references: %w", err)
	}
	return nil
}

// TryHoldReferences is HoldReferences of those that nobody else holds, and
// answers which; it waits for none.
func TryHoldReferences(ctx context.Context, tx *db.Tx, references []string) ([]string, error) {
	var held []string
	err := tx.Select(ctx, &held, `SELECT r FROM unnest(cast($1 AS text[])) AS r WHERE pg_try_advisory_xact_lock(hashtextextended(r, 7310))`,
		texts(references, func(s string) string { return s }))
	if err != nil {
		return nil, fmt.Errorf("try to hold purchases' references: %w", err)
	}
	return held, nil
}

// FindReference finds who claimed a reference; fault.NotFound when nobody did.
func FindReference(ctx context.Context, r db.Reader, reference string) (Reference, error) {
	return oneReference(ctx, r, `
		SELECT reference, purchase_id, member_id, input_hash FROM purchase_references WHERE reference = $1`, reference)
}

// FindReferences finds those of many references that are claimed.
func FindReferences(ctx context.Context, r db.Reader, references []string) ([]Reference, error) {
	var out []Reference
	err := r.Select(ctx, &out, `
		SELECT reference, purchase_id, member_id, input_hash FROM purchase_references
		WHERE reference = ANY(cast($1 AS text[]))`, texts(references, func(s string) string { return s }))
	if err != nil {
		return nil, fmt.Errorf("find references: %w", err)
	}
	return out, nil
}

// FindByID finds the reference of a purchase's id; fault.NotFound when there is
// none.
func FindByID(ctx context.Context, r db.Reader, id ids.Purchase) (Reference, error) {
	return oneReference(ctx, r, `
		SELECT reference, purchase_id, member_id, input_hash FROM purchase_references WHERE purchase_id = $1`, id)
}

func oneReference(ctx context.Context, r db.Reader, query string, arg any) (Reference, error) {
	var out Reference
	err := r.Get(ctx, &out, query, arg)
	return out, db.Found(err, "purchase_unknown", "find a purchase's reference")
}
