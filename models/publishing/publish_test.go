package publishing_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"fealty/models/audit"
	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/programme"
	"fealty/models/publishing"
	"fealty/models/tiers"
)

var settings = programme.Settings{Currency: "NOK", TimeZone: "Europe/Oslo", ClubName: "Havn Club"}

func open(t *testing.T) (*db.DB, *programme.Cache) {
	t.Helper()
	d := testdb.Open(t)
	if _, err := publishing.Initial(t.Context(), d, settings); err != nil {
		t.Fatalf("initial: %v", err)
	}
	return d, &programme.Cache{}
}

// command publishes the default with something changed.
func command(t *testing.T, change func(*programme.Document)) publishing.Command {
	t.Helper()
	doc := programme.Default(settings)
	change(&doc)
	text, err := doc.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	return publishing.Command{Document: text, By: "cli", Note: "why not"}
}

func welcome(n int) func(*programme.Document) {
	return func(d *programme.Document) { d.Earning.Welcome = 100; d.Earning.PendingDays = n }
}

func field(err error, path string) string {
	var e *fault.Error
	if !errors.As(err, &e) {
		return ""
	}
	return e.Fields[path].Key
}

func TestAFreshDatabaseGetsTheDefaultOnce(t *testing.T) {
	d := testdb.Open(t)
	first, err := publishing.Initial(t.Context(), d, settings)
	if err != nil || first.Number != 1 || first.Currency().Code != "NOK" {
		t.Fatalf("first: %+v, %v", first, err)
	}
	again, err := publishing.Initial(t.Context(), d, programme.Settings{Currency: "EUR", TimeZone: "UTC"})
	if err != nil || again.Number != 1 || again.Currency().Code != "NOK" {
		t.Errorf("again: %+v, %v", again, err)
	}
	if _, err := publishing.Initial(t.Context(), d, programme.Settings{Currency: "XXX"}); field(err, "club.currency") != "programme_currency" {
		t.Errorf("an unknown currency: %v", err)
	}
}

func TestAPublishedDocumentComesIntoForceAndIsAudited(t *testing.T) {
	d, cache := open(t)
	if v, err := cache.InForce(t.Context(), d); err != nil || v.Number != 1 {
		t.Fatalf("in force: %v, %v", v, err)
	}
	v, err := publishing.Publish(t.Context(), d, cache, command(t, welcome(7)))
	if err != nil || v.Number != 2 {
		t.Fatalf("publish: %v, %v", v, err)
	}
	now, err := cache.InForce(t.Context(), d)
	if err != nil || now.Number != 2 || now.Document.Earning.PendingDays != 7 {
		t.Errorf("in force: %+v, %v", now, err)
	}
	before, err := cache.At(t.Context(), d, testdb.Start.Add(-time.Hour))
	if err != nil || before.Number != 1 {
		t.Errorf("an hour ago: %+v, %v", before, err)
	}
	acts, err := audit.List(t.Context(), d, ids.Audit{})
	if err != nil || len(acts) != 2 || acts[0].Action != "programme.publish" || acts[0].Reason != "why not" || acts[0].Detail["version"] != 2.0 {
		t.Errorf("acts: %+v, %v", acts, err)
	}
}

func TestAVersionMayWaitForItsDay(t *testing.T) {
	d, cache := open(t)
	later := command(t, welcome(7))
	later.StartsAt = testdb.Start.Add(24 * time.Hour)
	if _, err := publishing.Publish(t.Context(), d, cache, later); err != nil {
		t.Fatal(err)
	}
	if v, err := cache.InForce(t.Context(), d); err != nil || v.Number != 1 {
		t.Errorf("today: %v, %v", v, err)
	}
	if _, err := publishing.Publish(t.Context(), d, cache, command(t, welcome(3))); field(err, "starts_at") != "programme_starts_before" {
		t.Errorf("before the one that waits: %v", err)
	}
	testdb.Forward(t, d, 24*time.Hour)
	if v, err := cache.InForce(t.Context(), d); err != nil || v.Number != 2 {
		t.Errorf("tomorrow: %v, %v", v, err)
	}
}

func TestWhatWouldBreakTheBookIsRefused(t *testing.T) {
	d, cache := open(t)
	err := db.InTx(t.Context(), d, func(tx *db.Tx) error {
		return tx.Apply(t.Context(), tiers.Save(tiers.Standing{MemberID: ids.Member{1}, Tier: "gold", Since: testdb.Start}))
	})
	if err != nil {
		t.Fatal(err)
	}
	bad := command(t, func(d *programme.Document) {
		d.Club.Currency = "EUR"
		d.Tiers.Steps, d.Earning.Multipliers = d.Tiers.Steps[:2], nil
		delete(d.Words.Tiers, "gold")
		d.Words.Rules = nil
	})
	bad.StartsAt = testdb.Start.Add(-time.Second)
	_, err = publishing.Publish(t.Context(), d, cache, bad)
	for path, key := range map[string]string{"starts_at": "programme_starts_past", "club.currency": "programme_currency_fixed", "tiers.steps": "programme_tier_in_use"} {
		if got := field(err, path); got != key {
			t.Errorf("%s: %q, want %q (%v)", path, got, key, err)
		}
	}
	faulty := command(t, func(d *programme.Document) { d.Earning.Welcome = -1 })
	if _, err := publishing.Publish(t.Context(), d, cache, faulty); field(err, "earning.welcome") != "programme_range" {
		t.Errorf("a faulty document: %v", err)
	}
	if _, err := publishing.Publish(t.Context(), d, cache, publishing.Command{Document: []byte("{")}); !fault.Is(err, "programme_json") {
		t.Errorf("not a document: %v", err)
	}
	list, err := programme.List(t.Context(), d)
	if err != nil || len(list) != 1 {
		t.Errorf("versions after refusals: %v, %v", list, err)
	}
}

func TestOfManyWhoPublishAtOnceEachGetsANumberOrIsTold(t *testing.T) {
	d, cache := open(t)
	cmd := command(t, welcome(7))
	var all sync.WaitGroup
	var mu sync.Mutex
	numbers := map[int]bool{}
	for range 8 {
		all.Go(func() {
			v, err := publishing.Publish(t.Context(), d, cache, cmd)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case fault.Is(err, "programme_meanwhile"):
			case err != nil || numbers[v.Number]:
				t.Errorf("published %v, %v", v, err)
			default:
				numbers[v.Number] = true
			}
		})
	}
	all.Wait()
	list, err := programme.List(t.Context(), d)
	if err != nil || len(list) != len(numbers)+1 || len(numbers) == 0 {
		t.Errorf("%d versions after %d were published, %v", len(list), len(numbers), err)
	}
}
