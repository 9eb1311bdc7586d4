package members_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/members"
)

// gather makes members of these names, with name<n>@example.com, and gives them.
func gather(t *testing.T, d *db.DB, names ...string) []members.Member {
	t.Helper()
	var ms []members.Member
	var contacts []members.Contact
	err := db.InTx(t.Context(), d, func(tx *db.Tx) error {
		minted, err := members.Mint(t.Context(), tx, len(names))
		if err != nil {
			return err
		}
		for i, name := range names {
			id, err := db.ID[ids.Member](tx)
			if err != nil {
				return err
			}
			ms = append(ms, members.Member{ID: id, Number: minted[i].Number, InviteCode: minted[i].InviteCode, FirstName: name,
				Language: "en", JoinedVia: members.ViaAPI, JoinedAt: tx.Now, JoinedOn: db.Today(tx.Now, time.UTC)})
			contacts = append(contacts, members.Contact{Kind: members.Email, Value: fmt.Sprintf("name%d@example.com", i), MemberID: id, AddedAt: tx.Now})
		}
		refs := members.InsertReference(members.Reference{Source: "shop", Reference: "C-1", MemberID: ms[0].ID})
		return tx.Apply(t.Context(), members.Insert(ms...), members.InsertContact(contacts...), refs)
	})
	if err != nil {
		t.Fatal(err)
	}
	return ms
}

func search(t *testing.T, d *db.DB, text string, after ids.Member) string {
	t.Helper()
	found, err := members.Search(t.Context(), d, members.Query{Text: text, Region: "NO"}, after)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, m := range found {
		names = append(names, m.FirstName)
	}
	return strings.Join(names, " ")
}

func TestMembersAreFoundByNameNumberAndContact(t *testing.T) {
	d := testdb.Open(t)
	ms := gather(t, d, "Łucja", "Lukas", "Bjørn", "Ågot", "美玲", "lu_cy")
	for text, want := range map[string]string{
		"lu": "Łucja Lukas lu_cy", "LUC": "Łucja", "Łu": "Łucja Lukas lu_cy", "bjor": "Bjørn", "ag": "Ågot", "美": "美玲", "nobody": "", "l%": "",
		ms[2].Number: "Bjørn", members.ShowNumber(ms[2].Number): "Bjørn",
		"Name3@Example.com": "Ågot", "name3@": "", "+47 406 00 000": "", "1234": "",
	} {
		if got := search(t, d, text, ids.Member{}); !sameWords(got, want) {
			t.Errorf("%q finds %q, not %q", text, got, want)
		}
	}
}

func sameWords(a, b string) bool {
	words := map[string]int{}
	for _, w := range strings.Fields(a) {
		words[w]++
	}
	for _, w := range strings.Fields(b) {
		words[w]--
	}
	for _, n := range words {
		if n != 0 {
			return false
		}
	}
	return true
}

func TestPagesOfASearchMeetWithoutGapOrRepeat(t *testing.T) {
	d := testdb.Open(t)
	var names []string
	for i := range 60 {
		names = append(names, []string{"Anna", "Anne", "Anton"}[i%3])
	}
	gather(t, d, names...)
	for _, text := range []string{"an", ""} {
		seen := map[ids.Member]bool{}
		var after ids.Member
		for range 10 {
			page, err := members.Search(t.Context(), d, members.Query{Text: text}, after)
			if err != nil {
				t.Fatal(err)
			}
			if len(page) == 0 {
				break
			}
			for _, m := range page {
				if seen[m.ID] {
					t.Fatalf("%q shows a member twice", text)
				}
				seen[m.ID] = true
			}
			after = page[len(page)-1].ID
		}
		if len(seen) != 60 {
			t.Errorf("%q shows %d of 60", text, len(seen))
		}
	}
}

func TestASearchByNameGoesThroughTheIndex(t *testing.T) {
	d := testdb.Open(t)
	x := testdb.Owner(t, d)
	for _, s := range []string{
		`INSERT INTO members (id, number, name_folded, language, invite_code, joined_via, joined_at, joined_on)
		 SELECT gen_random_uuid(), 'n' || n, md5(n::text), 'en', 'i' || n, 'demo', '2026-01-01', '2026-01-01' FROM generate_series(1, 20000) n`,
		`ANALYZE members`,
	} {
		if _, err := x.ExecContext(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	var plan []string
	if err := x.SelectContext(t.Context(), &plan, `EXPLAIN SELECT id FROM members
		WHERE name_folded ~>=~ 'abc' AND name_folded ~<~ 'abcz' AND state = 'active' ORDER BY name_folded USING ~<~, id LIMIT 25`); err != nil {
		t.Fatal(err)
	}
	if text := strings.Join(plan, "\n"); !strings.Contains(text, "members_name") {
		t.Errorf("the plan is\n%s", text)
	}
}

func TestMembersAreFoundByReferenceAndInvite(t *testing.T) {
	d := testdb.Open(t)
	ms := gather(t, d, "Alice", "Bob")
	byReference, err := members.FindByReference(t.Context(), d, "shop", "C-1")
	if err != nil || byReference.ID != ms[0].ID {
		t.Errorf("by reference: %+v, %v", byReference, err)
	}
	byInvite, err := members.FindByInvite(t.Context(), d, ms[1].InviteCode)
	if err != nil || byInvite.ID != ms[1].ID {
		t.Errorf("by invite: %+v, %v", byInvite, err)
	}
	if _, err := members.FindByNumber(t.Context(), d, "0000000000"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("nobody's number: %v", err)
	}
}

func TestOneOfManyGetsAContact(t *testing.T) {
	d := testdb.OpenWith(t, db.Options{Connections: 8})
	ms := gather(t, d, "A", "B", "C", "D", "E", "F")
	owners := make([]ids.Member, len(ms))
	var wait sync.WaitGroup
	for i, m := range ms {
		wait.Go(func() {
			err := db.InTx(context.Background(), d, func(tx *db.Tx) (err error) {
				owners[i], err = members.ClaimContact(context.Background(), tx, members.Contact{Kind: members.Phone, Value: "+4740600000", MemberID: m.ID})
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	for _, owner := range owners {
		if owner != owners[0] || owner.IsZero() {
			t.Errorf("owners %v and %v", owners[0], owner)
		}
	}
}

func TestAnUpdateKeepsTheMemberFindable(t *testing.T) {
	d := testdb.Open(t)
	m := gather(t, d, "Old")[0]
	m.FirstName, m.Language = "Żółw", "pl"
	err := db.InTx(t.Context(), d, func(tx *db.Tx) error { return tx.Apply(t.Context(), members.Update(m)) })
	if err != nil {
		t.Fatal(err)
	}
	if got := search(t, d, "zolw", ids.Member{}); got != "Żółw" {
		t.Errorf("found %q", got)
	}
}
