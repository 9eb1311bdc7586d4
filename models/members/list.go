package members

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/ids"
)

// scan bounds how many members one page looks through when it asks for what few
// have. A page that found less goes on where it stopped, so that no filter can
// make it slow.
const scan = 5000

// Filter asks for members beyond what Query searches for. The zero value of a
// part asks for nothing.
type Filter struct {
	Query
	// State is Active when empty.
	State string
	// Tier is a tier's key; FirstTier is the lowest one, in which also those stand
	// who have no standing.
	Tier      string
	FirstTier string
	// JoinedFrom and JoinedUntil are local days, both inclusive.
	JoinedFrom  *time.Time
	JoinedUntil *time.Time
	// HasDebt asks for those who owe.
	HasDebt bool
	// Limit is Page when zero.
	Limit int
}

// isNarrow tells whether only a few of those looked at may be meant.
func (f Filter) isNarrow() bool { return f.Tier != "" || f.HasDebt }

func (f Filter) limit() int {
	if f.Limit > 0 {
		return f.Limit
	}
	return Page
}

// looks is how many members a page looks through.
func (f Filter) looks() int {
	if f.isNarrow() {
		return max(scan, f.limit())
	}
	return f.limit()
}

// Found is a page of a list. Next is the member after whom it goes on, and zero
// at the end.
type Found struct {
	Members []Member
	Next    ids.Member
}

// List is Search with filters: the members whose folded name begins with the
// text, in its order; without a text all, the newest first. A number, e-mail or
// phone finds its one member whatever the filters say.
func List(ctx context.Context, r db.Reader, f Filter, after ids.Member) (Found, error) {
	text := strings.TrimSpace(f.Text)
	if text != "" && isExact(text) {
		list, err := Search(ctx, r, f.Query, ids.Member{})
		return Found{Members: list}, err
	}
	from, err := startOf(ctx, r, after)
	if err != nil {
		return Found{}, err
	}
	q := newestFirst(from)
	if text != "" {
		q = alphabetical(Fold(text), from)
	}
	return q.page(ctx, r, f)
}

// startOf reads the member after whom a page begins.
func startOf(ctx context.Context, r db.Reader, after ids.Member) (*Member, error) {
	if after.IsZero() {
		return nil, nil
	}
	var m Member
	err := r.Get(ctx, &m, `SELECT `+fields+` FROM members WHERE id = $1`, after)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("find where a list goes on: %w", err)
	}
	return &m, nil
}

// listing is how members are looked through: the part of the SQL that walks an
// index by $1 and $2 (and, by name, to $5), and its order.
type listing struct {
	walk, order string
	key, id     string
	end         string
}

// newestFirst walks the index on joining. The bounds are always there, so that
// the plan is the same for the first page and the last.
func newestFirst(from *Member) listing {
	at, id := "infinity", "ffffffff-ffff-ffff-ffff-ffffffffffff"
	if from != nil {
		at, id = from.JoinedAt.UTC().Format(time.RFC3339Nano), from.ID.String()
	}
	return listing{
		walk:  `(m.joined_at, m.id) < (cast($1 AS timestamptz), cast($2 AS uuid)) AND cast($5 AS text) = ''`,
		order: `m.joined_at DESC, m.id DESC`,
		key:   at,
		id:    id,
	}
}

// alphabetical walks the index on the folded name, byte by byte.
func alphabetical(prefix string, from *Member) listing {
	name, id := prefix, "00000000-0000-0000-0000-000000000000"
	if from != nil {
		name, id = from.NameFolded, from.ID.String()
	}
	return listing{
		walk: `m.name_folded ~>=~ $1 AND m.name_folded ~<~ $5 AND (m.name_folded ~>~ $1 OR m.id > cast($2 AS uuid))`,
		// The bytes' own order, as the index has it.
		order: `m.name_folded USING ~<~, m.id`,
		key:   name,
		id:    id,
		end:   prefix + last,
	}
}

func (l listing) page(ctx context.Context, r db.Reader, f Filter) (Found, error) {
	state := f.State
	if state == "" {
		state = Active
	}
	looked := `SELECT ` + qualified + ` FROM members m WHERE ` + l.walk + ` AND m.state = $3
		AND m.joined_on BETWEEN coalesce(cast($6 AS date), '-infinity') AND coalesce(cast($7 AS date), 'infinity')
		ORDER BY ` + l.order + ` LIMIT $4`
	args := []any{l.key, l.id, state, f.looks(), l.end, f.JoinedFrom, f.JoinedUntil}
	var found Found
	err := r.Select(ctx, &found.Members, `SELECT `+qualified+` FROM (`+looked+`) m
		LEFT JOIN standings s ON s.member_id = m.id LEFT JOIN wallets w ON w.member_id = m.id AND w.wallet = 'debt'
		WHERE ($8 = '' OR coalesce(s.tier, $9) = $8) AND (NOT $10 OR w.balance > 0)
		ORDER BY `+l.order+` LIMIT $11`, append(args, f.Tier, f.FirstTier, f.HasDebt, f.limit())...)
	if err != nil {
		return found, fmt.Errorf("list members: %w", err)
	}
	if n := len(found.Members); n == f.limit() {
		found.Next = found.Members[n-1].ID
		return found, nil
	}
	if !f.isNarrow() {
		return found, nil
	}
	// Fewer than a page: if there was more to look through, the list goes on there.
	var rest []ids.Member
	err = r.Select(ctx, &rest, `SELECT m.id FROM (`+looked+`) m ORDER BY `+l.order+` OFFSET $8`, append(args, f.looks()-1)...)
	if err != nil {
		return found, fmt.Errorf("find where a list goes on: %w", err)
	}
	if len(rest) > 0 {
		found.Next = rest[0]
	}
	return found, nil
}

// ContactsOf lists the contacts of members, by member, the verified and oldest
// first.
func ContactsOf(ctx context.Context, r db.Reader, members []ids.Member) (map[ids.Member][]Contact, error) {
	var list []Contact
	err := r.Select(ctx, &list, `SELECT kind, value, member_id, verified_at, added_at FROM member_contacts WHERE member_id = ANY($1)
		ORDER BY member_id, verified_at IS NULL, added_at, kind`, pq.Array(members))
	if err != nil {
		return nil, fmt.Errorf("list contacts: %w", err)
	}
	by := make(map[ids.Member][]Contact, len(members))
	for _, c := range list {
		by[c.MemberID] = append(by[c.MemberID], c)
	}
	return by, nil
}

// FindAll reads members in any state, by id; unknown ones are missing.
func FindAll(ctx context.Context, r db.Reader, people []ids.Member) (map[ids.Member]Member, error) {
	var list []Member
	if err := r.Select(ctx, &list, `SELECT `+fields+` FROM members WHERE id = ANY($1)`, pq.Array(people)); err != nil {
		return nil, fmt.Errorf("find members: %w", err)
	}
	by := make(map[ids.Member]Member, len(list))
	for _, m := range list {
		by[m.ID] = m
	}
	return by, nil
}
