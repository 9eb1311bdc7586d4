package publishing_test

import (
	"testing"
	"time"

	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/programme"
	"fealty/models/publishing"
)

func TestAChangeOfTheNewestDocumentIsPublishedOnce(t *testing.T) {
	d := testdb.Open(t)
	var cache programme.Cache
	if _, err := publishing.Initial(t.Context(), d, programme.Settings{}); err != nil {
		t.Fatal(err)
	}
	welcome := func(doc *programme.Document) error { doc.Earning.Welcome = 777; return nil }
	v, err := publishing.Amend(t.Context(), d, &cache, 1, publishing.Command{By: "staff", Note: "more"}, welcome)
	if err != nil || v.Number != 2 || v.Document.Earning.Welcome != 777 {
		t.Fatalf("%+v, %v", v, err)
	}
	if v, err = publishing.Amend(t.Context(), d, &cache, 2, publishing.Command{By: "staff"}, welcome); err != nil || v.Number != 2 {
		t.Errorf("nothing changed, and yet %+v, %v", v, err)
	}
	if _, err = publishing.Amend(t.Context(), d, &cache, 1, publishing.Command{By: "staff"}, welcome); !fault.Is(err, "programme_meanwhile") {
		t.Errorf("on an old form: %v", err)
	}
	bad := func(doc *programme.Document) error { doc.Earning.Welcome = -1; return nil }
	if _, err = publishing.Amend(t.Context(), d, &cache, 2, publishing.Command{By: "staff"}, bad); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a bad document: %v", err)
	}
}

func TestAChangeStandsBehindAVersionThatWaits(t *testing.T) {
	d := testdb.Open(t)
	var cache programme.Cache
	if _, err := publishing.Initial(t.Context(), d, programme.Settings{}); err != nil {
		t.Fatal(err)
	}
	later := d.Time().AddDate(0, 1, 0)
	set := func(n int64) func(*programme.Document) error {
		return func(doc *programme.Document) error { doc.Spending.ReturnsVoucherDays = int(n); return nil }
	}
	if _, err := publishing.Amend(t.Context(), d, &cache, 1, publishing.Command{By: "staff", StartsAt: later}, set(3)); err != nil {
		t.Fatal(err)
	}
	v, err := publishing.Amend(t.Context(), d, &cache, 2, publishing.Command{By: "staff"}, set(4))
	if err != nil || !v.StartsAt.Equal(later) {
		t.Errorf("%+v, %v", v, err)
	}
	if now, err := cache.InForce(t.Context(), d); err != nil || now.Number != 1 {
		t.Errorf("in force is %+v, %v", now, err)
	}
	testdb.Forward(t, d, 40*24*time.Hour)
	if now, err := cache.InForce(t.Context(), d); err != nil || now.Number != 3 {
		t.Errorf("then %+v, %v", now, err)
	}
}
