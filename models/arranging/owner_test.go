package arranging_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fealty/models/arranging"
	"fealty/models/audit"
	"fealty/models/club"
	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/staff"
)

func offer(t *testing.T, d *db.DB) string {
	t.Helper()
	token, until, err := arranging.OfferOwner(t.Context(), d)
	if err != nil || len(token) < 40 || !until.Equal(d.Time().Add(24*time.Hour)) {
		t.Fatalf("%q until %v: %v", token, until, err)
	}
	return token
}

func founder(token string, n int) arranging.Founder {
	return arranging.Founder{Token: token, Name: "Dora", Email: fmt.Sprintf("dora%d@shop.example", n), Password: "seven grey herons", Language: "en"}
}

func TestOneLinkMakesOneOwnerHoweverManyCome(t *testing.T) {
	d := testdb.OpenWith(t, db.Options{Connections: 8})
	tokens := []string{offer(t, d), offer(t, d)}
	hasher := staff.NewHasher(2, d.Random)
	var made, late atomic.Int64
	var wait sync.WaitGroup
	for n := range 8 {
		wait.Go(func() {
			switch _, err := arranging.BecomeOwner(t.Context(), d, hasher, founder(tokens[n%2], n)); {
			case err == nil:
				made.Add(1)
			case fault.Is(err, "owner_link_over"):
				late.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if made.Load() != 1 || late.Load() != 7 {
		t.Errorf("%d owners were made, %d came late", made.Load(), late.Load())
	}
	if token, _, err := arranging.OfferOwner(t.Context(), d); err != nil || token != "" {
		t.Errorf("a shop with an owner offers %q, %v", token, err)
	}
	people, err := staff.List(t.Context(), d)
	if err != nil || len(people) != 1 || people[0].Role != staff.Owner {
		t.Errorf("%+v, %v", people, err)
	}
}

func TestALinkOfAnOwnerIsOverAfterADay(t *testing.T) {
	d := testdb.Open(t)
	token := offer(t, d)
	if err := arranging.FindOffer(t.Context(), d, token); err != nil {
		t.Fatal(err)
	}
	if err := arranging.FindOffer(t.Context(), d, token+"x"); !fault.Is(err, "owner_link_over") {
		t.Errorf("another token: %v", err)
	}
	testdb.Forward(t, d, club.LinkLife)
	if err := arranging.FindOffer(t.Context(), d, token); !fault.Is(err, "owner_link_over") {
		t.Errorf("after a day: %v", err)
	}
}

func TestAFounderSaysWhoTheyAre(t *testing.T) {
	d := testdb.Open(t)
	f := founder(offer(t, d), 1)
	f.Name, f.Email, f.Password = " ", "nowhere", "12345678"
	_, err := arranging.BecomeOwner(t.Context(), d, staff.NewHasher(1, d.Random), f)
	if fields := fault.Of(err).FieldNames(); len(fields) != 3 {
		t.Errorf("%v", err)
	}
	if err := arranging.FindOffer(t.Context(), d, f.Token); err != nil {
		t.Errorf("a refusal used the link up: %v", err)
	}
}

func TestAChangeIsKeptWithWhatWasAndWhatIs(t *testing.T) {
	d := testdb.Open(t)
	var cache club.Cache
	act := audit.Act{Actor: "staff", ActorID: audit.On(ids.Staff{7}), Role: "owner", Action: "club.brand"}
	for range 2 { // the second changes nothing and says nothing
		if err := arranging.Change(t.Context(), d, &cache, act, func(s *club.Settings) error { s.Brand = "#ff0000"; return nil }); err != nil {
			t.Fatal(err)
		}
	}
	acts, err := audit.List(t.Context(), d, ids.Audit{})
	if err != nil || len(acts) != 1 || acts[0].Action != "club.brand" {
		t.Fatalf("%+v, %v", acts, err)
	}
	before, _ := acts[0].Detail["before"].(map[string]any)
	after, _ := acts[0].Detail["after"].(map[string]any)
	if before["brand"] != "#1f5147" || after["brand"] != "#ff0000" || len(after) != 1 {
		t.Errorf("%v → %v", before, after)
	}
	bad := func(s *club.Settings) error { s.Radius = -1; return nil }
	if err := arranging.Change(t.Context(), d, &cache, act, bad); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a bad change: %v", err)
	}
}

func TestTwoFirstChangesAtOnceBothCount(t *testing.T) {
	d := testdb.OpenWith(t, db.Options{Connections: 8})
	var cache club.Cache
	var wait sync.WaitGroup
	for _, feature := range club.Features() {
		wait.Go(func() {
			act := audit.Act{Actor: "system", Role: "system", Action: "club.settings"}
			if err := arranging.Change(t.Context(), d, &cache, act, func(s *club.Settings) error { s.Turn(feature, false); return nil }); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	s, err := club.Load(t.Context(), d)
	if err != nil || len(s.TurnedOff) != len(club.Features()) {
		t.Errorf("off are %v, %v", s.TurnedOff, err)
	}
}
