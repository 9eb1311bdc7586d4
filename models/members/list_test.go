package members_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fealty/models/db/testdb"
	"fealty/models/ids"
	"fealty/models/members"
)

func TestFiltersFindThoseWhoAreMeantPageByPage(t *testing.T) {
	d := testdb.Open(t)
	x := testdb.Owner(t, d)
	for _, s := range []string{
		`INSERT INTO members (id, number, first_name, name_folded, language, invite_code, joined_via, joined_at, joined_on, state)
		 SELECT gen_random_uuid(), 'n' || n, 'Anna', 'anna' || n % 9, 'en', 'i' || n, 'demo', timestamptz '2026-01-01' + n * interval '1 minute', date '2026-01-01' + n / 1440,
			CASE WHEN n % 1000 = 0 THEN 'erased' ELSE 'active' END FROM generate_series(1, 12000) n`,
		`INSERT INTO wallets (member_id, wallet, balance) SELECT id, 'debt', CASE WHEN number IN ('n7', 'n6007', 'n11007') THEN 5 ELSE 0 END FROM members`,
		`INSERT INTO standings (member_id, tier, since, reached_in) SELECT id, 'gold', '2026-01-01', '' FROM members WHERE number LIKE 'n%77'`,
		`ANALYZE`,
	} {
		if _, err := x.ExecContext(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	day := func(d int) *time.Time { at := time.Date(2026, 1, d, 0, 0, 0, 0, time.UTC); return &at }
	for name, c := range map[string]struct {
		filter members.Filter
		want   int
	}{
		"all":              {members.Filter{}, 11988},
		"erased":           {members.Filter{State: members.Erased}, 12},
		"those who owe":    {members.Filter{HasDebt: true}, 3},
		"gold":             {members.Filter{Tier: "gold", FirstTier: "member"}, 120},
		"the first tier":   {members.Filter{Tier: "member", FirstTier: "member"}, 11868},
		"of two days":      {members.Filter{JoinedFrom: day(3), JoinedUntil: day(4)}, 2877},
		"gold by name":     {members.Filter{Tier: "gold", FirstTier: "member", Query: members.Query{Text: "Ánna1"}}, 13},
		"a name of nobody": {members.Filter{Query: members.Query{Text: "Bo"}}, 0},
	} {
		seen := map[ids.Member]bool{}
		var after ids.Member
		pages := 0
		for {
			c.filter.Limit = 1000
			found, err := members.List(t.Context(), d, c.filter, after)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range found.Members {
				if seen[m.ID] {
					t.Fatalf("%s: %s comes twice", name, m.Number)
				}
				seen[m.ID] = true
			}
			if pages++; found.Next.IsZero() || pages > 100 {
				break
			}
			after = found.Next
		}
		if len(seen) != c.want {
			t.Errorf("%s: %d found in %d pages, and there are %d", name, len(seen), pages, c.want)
		}
	}
	var plan []string
	if err := x.SelectContext(t.Context(), &plan, `EXPLAIN SELECT m.id FROM members m WHERE (m.joined_at, m.id) < (timestamptz 'infinity', cast('ffffffff-ffff-ffff-ffff-ffffffffffff' AS uuid))
		AND m.state = 'active' AND m.joined_on BETWEEN '-infinity' AND 'infinity' ORDER BY m.joined_at DESC, m.id DESC LIMIT 25`); err != nil {
		t.Fatal(err)
	}
	if text := fmt.Sprint(plan); !strings.Contains(text, "members_joined") {
		t.Errorf("the plan is %s", text)
	}
}
