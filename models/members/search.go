package members

import (
	"context"
	"fmt"
	"strings"

	"fealty/models/db"
	"fealty/models/ids"
)

// Page is how many members a page of a search holds.
const Page = 25

// last sorts after every letter, byte by byte.
const last = "\U0010FFFF"

// Search finds members by the beginning of their folded name, or by their whole
// number, e-mail or phone (read with the default region). Nothing asked lists
// the newest. The page after a member continues behind them; the zero id begins.
// Every way goes through an index, so a million members answer like a hundred.
func Search(ctx context.Context, r db.Reader, q Query, after ids.Member) ([]Member, error) {
	text := strings.TrimSpace(q.Text)
	var found []Member
	var err error
	switch contact, contactErr := NormaliseContact(text, q.Region); {
	case text == "":
		found, err = newest(ctx, r, after)
	case isExact(text):
		number, _ := ParseNumber(text)
		if contactErr != nil {
			contact = Contact{}
		}
		found, err = exactly(ctx, r, number, contact)
	default:
		found, err = byName(ctx, r, Fold(text), after)
	}
	if err != nil {
		return nil, fmt.Errorf("search members: %w", err)
	}
	return found, nil
}

// Query is what is searched for. Region is the club's country (ISO 3166-1), for
// phone numbers without a country code.
type Query struct {
	Text   string
	Region string
}

// isExact tells whether a text can only be a number, an e-mail or a phone.
func isExact(text string) bool {
	return strings.Contains(text, "@") || strings.Trim(text, "0123456789+-() \u00a0") == ""
}

func newest(ctx context.Context, r db.Reader, after ids.Member) ([]Member, error) {
	var out []Member
	if after.IsZero() {
		err := r.Select(ctx, &out, `SELECT `+fields+` FROM members WHERE state = 'active'
			ORDER BY joined_at DESC, id DESC LIMIT $1`, Page)
		return out, err
	}
	err := r.Select(ctx, &out, `SELECT `+fields+` FROM members
		WHERE state = 'active' AND (joined_at, id) < (SELECT joined_at, id FROM members WHERE id = $2)
		ORDER BY joined_at DESC, id DESC LIMIT $1`, Page, after)
	return out, err
}

func exactly(ctx context.Context, r db.Reader, number string, c Contact) ([]Member, error) {
	var out []Member
	err := r.Select(ctx, &out, `
		SELECT `+fields+` FROM members WHERE state = 'active' AND id IN (
			SELECT coalesce(merged_into, id) FROM members WHERE number = $1
			UNION SELECT member_id FROM member_contacts WHERE kind = $2 AND value = $3)
		ORDER BY id`, number, c.Kind, c.Value)
	return out, err
}

// The operators with tildes compare bytes, as the index on the folded name does.
func byName(ctx context.Context, r db.Reader, prefix string, after ids.Member) ([]Member, error) {
	var out []Member
	if after.IsZero() {
		err := r.Select(ctx, &out, `SELECT `+fields+` FROM members
			WHERE name_folded ~>=~ $1 AND name_folded ~<~ $2 AND state = 'active'
			ORDER BY name_folded USING ~<~, id LIMIT $3`, prefix, prefix+last, Page)
		return out, err
	}
	err := r.Select(ctx, &out, `SELECT `+qualified+` FROM members m, (SELECT name_folded, id FROM members WHERE id = $4) a
		WHERE m.name_folded ~>=~ $1 AND m.name_folded ~<~ $2 AND m.state = 'active'
			AND m.name_folded ~>=~ a.name_folded AND (m.name_folded ~>~ a.name_folded OR m.id > a.id)
		ORDER BY m.name_folded USING ~<~, m.id LIMIT $3`, prefix, prefix+last, Page, after)
	return out, err
}
