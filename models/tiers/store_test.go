package tiers_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/ids"
	"fealty/models/tiers"
)

func TestStandingsAreSavedManyAtOnceAndChanged(t *testing.T) {
	d := testdb.Open(t)
	alice, bob, charlie := ids.Member{15: 1}, ids.Member{15: 2}, ids.Member{15: 3}
	gold := tiers.Standing{MemberID: alice, Tier: "gold", Since: day("2026-03-10"), KeepUntil: until("2027-12-31"), ReachedIn: "member 2026-01-05 -"}
	member := tiers.Standing{MemberID: bob, Tier: "member", Since: day("2026-03-10")}
	save(t, d, gold, member)
	member.Tier, member.KeepUntil = "silver", until("2026-12-31")
	save(t, d, member)
	got, err := tiers.LoadStandings(t.Context(), d, alice, bob, charlie)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[ids.Member]tiers.Standing{alice: gold, bob: member}, got); diff != "" {
		t.Errorf("standings (-want +got):\n%s", diff)
	}
}

func TestStandingsToJudgeComeInPages(t *testing.T) {
	d := testdb.Open(t)
	for n, end := range map[byte]string{1: "2026-12-31", 2: "2026-12-30", 3: "2027-01-01", 4: "2026-12-31"} {
		save(t, d, tiers.Standing{MemberID: ids.Member{15: n}, Tier: "silver", Since: day("2026-01-01"), KeepUntil: until(end)})
	}
	var seen []byte
	var after ids.Member
	for {
		page, err := tiers.Due(t.Context(), d, day("2026-12-31"), after, 2)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		for _, s := range page {
			seen, after = append(seen, s.MemberID[15]), s.MemberID
		}
	}
	if diff := cmp.Diff([]byte{1, 2, 4}, seen); diff != "" {
		t.Errorf("members to judge (-want +got):\n%s", diff)
	}
	keys, err := tiers.InUse(t.Context(), d)
	if err != nil || len(keys) != 1 || keys[0] != "silver" {
		t.Errorf("tiers in use: %v, %v", keys, err)
	}
}

func save(t *testing.T, d *db.DB, standings ...tiers.Standing) {
	t.Helper()
	err := db.InTx(t.Context(), d, func(tx *db.Tx) error { return tx.Apply(t.Context(), tiers.Save(standings...)) })
	if err != nil {
		t.Fatalf("save: %v", err)
	}
}
