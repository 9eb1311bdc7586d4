package members

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"fealty/models/db"
	"fealty/models/ids"
)

const fields = `id, number, first_name, name_folded, language, birthday, invite_code, state, merged_into, joined_via, joined_at, joined_on`

// qualified names the columns of members m.
var qualified = "m." + strings.ReplaceAll(fields, ", ", ", m.")

// Find reads one member in any state; unknown is fault.NotFound "not_found".
func Find(ctx context.Context, r db.Reader, id ids.Member) (Member, error) {
	return one(ctx, r, `SELECT `+fields+` FROM members WHERE id = $1`, id)
}

// FindByContact reads the active member who has a normalised contact, verified
// or not; unknown is fault.NotFound.
func FindByContact(ctx context.Context, r db.Reader, c Contact) (Member, error) {
	return one(ctx, r, `SELECT `+qualified+` FROM members m JOIN member_contacts c ON c.member_id = m.id
		WHERE c.kind = $1 AND c.value = $2 AND m.state = 'active'`, c.Kind, c.Value)
}

// FindByNumber reads the active member with a number, also one that they had
// before they were merged; unknown is fault.NotFound.
func FindByNumber(ctx context.Context, r db.Reader, number string) (Member, error) {
	return one(ctx, r, `SELECT `+qualified+` FROM members o JOIN members m ON m.id = coalesce(o.merged_into, o.id)
		WHERE o.number = $1 AND m.state = 'active'`, number)
}

// FindByReference reads the active member whom another system knows by a
// reference; unknown is fault.NotFound.
func FindByReference(ctx context.Context, r db.Reader, source, reference string) (Member, error) {
	return one(ctx, r, `SELECT `+qualified+` FROM members m JOIN member_references x ON x.member_id = m.id
		WHERE x.source = $1 AND x.reference = $2 AND m.state = 'active'`, source, reference)
}

// FindByInvite reads the active member whose invitation a code is, also one from
// before they were merged; unknown is fault.NotFound.
func FindByInvite(ctx context.Context, r db.Reader, code string) (Member, error) {
	return one(ctx, r, `SELECT `+qualified+` FROM members o JOIN members m ON m.id = coalesce(o.merged_into, o.id)
		WHERE o.invite_code = $1 AND m.state = 'active'`, code)
}

func one(ctx context.Context, r db.Reader, query string, args ...any) (Member, error) {
	var m Member
	err := r.Get(ctx, &m, query, args...)
	return m, db.Found(err, "not_found", "find a member")
}

// Contacts lists how a member is reached, the verified and oldest first.
func Contacts(ctx context.Context, r db.Reader, id ids.Member) ([]Contact, error) {
	var out []Contact
	err := r.Select(ctx, &out, `
		SELECT kind, value, member_id, verified_at, added_at FROM member_contacts WHERE member_id = $1
		ORDER BY verified_at IS NULL, added_at, kind`, id)
	if err != nil {
		return nil, fmt.Errorf("list contacts: %w", err)
	}
	return out, nil
}

// Update changes what a member may change: name, language and birthday.
func Update(m Member) db.Write {
	return db.Write{
		SQL:  `UPDATE members SET first_name = $2, name_folded = $3, language = $4, birthday = $5 WHERE id = $1`,
		Args: []any{m.ID, m.FirstName, Fold(m.FirstName), m.Language, m.Birthday},
	}
}

// Verify says that a member has shown a contact to be theirs; true when it is the
// first time.
func Verify(ctx context.Context, tx *db.Tx, c Contact) (bool, error) {
	n, err := tx.Exec(ctx, `
		UPDATE member_contacts SET verified_at = $4
		WHERE kind = $1 AND value = $2 AND member_id = $3 AND verified_at IS NULL`, c.Kind, c.Value, c.MemberID, tx.Now)
	if err != nil {
		return false, fmt.Errorf("verify a contact: %w", err)
	}
	return n == 1, nil
}

// ClaimContact takes a contact for a member. The answer is whose it is now: the
// member's own, or another's who had it first. Claims of the same contact wait
// for each other.
func ClaimContact(ctx context.Context, tx *db.Tx, c Contact) (ids.Member, error) {
	var owner ids.Member
	err := tx.Get(ctx, &owner, `
		INSERT INTO member_contacts (kind, value, member_id, verified_at, added_at)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (kind, value) DO NOTHING
		RETURNING member_id`, c.Kind, c.Value, c.MemberID, c.VerifiedAt, tx.Now)
	if errors.Is(err, sql.ErrNoRows) {
		err = tx.Get(ctx, &owner, `SELECT member_id FROM member_contacts WHERE kind = $1 AND value = $2 FOR SHARE`, c.Kind, c.Value)
	}
	if err != nil {
		return ids.Member{}, fmt.Errorf("claim a contact: %w", err)
	}
	return owner, nil
}
