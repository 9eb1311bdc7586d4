package members

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/lib/pq"

	"fealty/models/db"
)

// Identity is what a new member gets besides an id: both are unique in the club.
type Identity struct {
	Number     string
	InviteCode string
}

// Mint makes n identities that nobody has yet.
func Mint(ctx context.Context, tx *db.Tx, n int) ([]Identity, error) {
	free := make([]Identity, 0, n)
	for range 5 {
		drawn, err := drawIdentities(tx.Random(), n-len(free))
		if err != nil {
			return nil, err
		}
		taken, err := takenIdentities(ctx, tx, drawn)
		if err != nil {
			return nil, err
		}
		for _, id := range drawn {
			if !taken[id.Number] && !taken[id.InviteCode] {
				// Neither again in this call.
				taken[id.Number], taken[id.InviteCode] = true, true
				free = append(free, id)
			}
		}
		if len(free) == n {
			return free, nil
		}
	}
	return nil, fmt.Errorf("mint %d member numbers: too many are taken", n)
}

func drawIdentities(random io.Reader, n int) ([]Identity, error) {
	out := make([]Identity, n)
	for i := range out {
		number, err := NewNumber(random)
		if err != nil {
			return nil, err
		}
		code, err := NewInviteCode(random)
		if err != nil {
			return nil, err
		}
		out[i] = Identity{Number: number, InviteCode: code}
	}
	return out, nil
}

func takenIdentities(ctx context.Context, tx *db.Tx, drawn []Identity) (map[string]bool, error) {
	var all, found []string
	for _, id := range drawn {
		all = append(all, id.Number, id.InviteCode)
	}
	err := tx.Select(ctx, &found, `
		SELECT number FROM members WHERE number = ANY($1) UNION ALL
		SELECT invite_code FROM members WHERE invite_code = ANY($1)`, pq.Array(all))
	if err != nil {
		return nil, fmt.Errorf("look for taken numbers: %w", err)
	}
	taken := make(map[string]bool, len(found)+len(drawn))
	for _, s := range found {
		taken[s] = true
	}
	return taken, nil
}

// Insert makes members: one or a thousand with the same statement.
func Insert(ms ...Member) db.Write {
	var id, number, name, folded, language, birthday, invite, via, at, on []any
	for _, m := range ms {
		id, number = append(id, m.ID), append(number, m.Number)
		name, folded = append(name, m.FirstName), append(folded, Fold(m.FirstName))
		language, birthday = append(language, m.Language), append(birthday, date(m.Birthday))
		invite, via = append(invite, m.InviteCode), append(via, m.JoinedVia)
		at, on = append(at, instant(&m.JoinedAt)), append(on, date(&m.JoinedOn))
	}
	return db.Write{
		SQL: `INSERT INTO members (id, number, first_name, name_folded, language, birthday, invite_code, joined_via, joined_at, joined_on)
			SELECT id, number, first_name, name_folded, language, birthday, invite_code, joined_via, joined_at, joined_on
			FROM unnest(cast($1 AS uuid[]), cast($2 AS text[]), cast($3 AS text[]), cast($4 AS text[]), cast($5 AS text[]),
				cast($6 AS date[]), cast($7 AS text[]), cast($8 AS text[]), cast($9 AS timestamptz[]), cast($10 AS date[]))
				AS m (id, number, first_name, name_folded, language, birthday, invite_code, joined_via, joined_at, joined_on)`,
		Args: []any{pq.Array(id), pq.Array(number), pq.Array(name), pq.Array(folded), pq.Array(language), pq.Array(birthday),
			pq.Array(invite), pq.Array(via), pq.Array(at), pq.Array(on)},
	}
}

// InsertContact adds contacts; one that is taken violates
// member_contacts_pkey. Where somebody else may be claiming the same, call
// ClaimContact first.
func InsertContact(cs ...Contact) db.Write {
	var kind, value, member, verified, added []any
	for _, c := range cs {
		kind, value, member = append(kind, c.Kind), append(value, c.Value), append(member, c.MemberID)
		verified, added = append(verified, instant(c.VerifiedAt)), append(added, instant(&c.AddedAt))
	}
	return db.Write{
		SQL: `INSERT INTO member_contacts (kind, value, member_id, verified_at, added_at)
			SELECT kind, value, member_id, verified_at, added_at
			FROM unnest(cast($1 AS text[]), cast($2 AS text[]), cast($3 AS uuid[]), cast($4 AS timestamptz[]), cast($5 AS timestamptz[]))
				AS c (kind, value, member_id, verified_at, added_at)`,
		Args: []any{pq.Array(kind), pq.Array(value), pq.Array(member), pq.Array(verified), pq.Array(added)},
	}
}

// InsertReference adds what other systems call members; one that is there
// already stays.
func InsertReference(refs ...Reference) db.Write {
	var source, reference, member []any
	for _, x := range refs {
		source, reference, member = append(source, x.Source), append(reference, x.Reference), append(member, x.MemberID)
	}
	return db.Write{
		SQL: `INSERT INTO member_references (source, reference, member_id)
			SELECT source, reference, member_id
			FROM unnest(cast($1 AS text[]), cast($2 AS text[]), cast($3 AS uuid[])) AS x (source, reference, member_id)
			ON CONFLICT (source, reference) DO NOTHING`,
		Args: []any{pq.Array(source), pq.Array(reference), pq.Array(member)},
	}
}

func instant(at *time.Time) any {
	if at == nil {
		return nil
	}
	return at.UTC().Format(time.RFC3339Nano)
}

func date(day *time.Time) any {
	if day == nil {
		return nil
	}
	return day.Format(time.DateOnly)
}
