package member_test

import (
	"net/url"
	"testing"
	"time"

	"fealty/handlers/apptest"
	"fealty/models/db/testdb"
)

func TestAFloodFromEverywhereIsBoundedByTheMinute(t *testing.T) {
	w := apptest.Open(t)
	minute := w.Deps.DB.Time().Truncate(time.Minute)
	if _, err := testdb.Owner(t, w.Deps.DB).Exec(`INSERT INTO limits (key, starts_at, count, expires_at) VALUES ('code:everybody/1m0s', $1, 1000, $2)`,
		minute, minute.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if got := w.Anonymous().Post("/signin", url.Values{"contact": {"alice@example.com"}}); got.Status != 429 || got.Header.Get("Retry-After") == "" {
		t.Errorf("the thousand and first of a minute answers %d", got.Status)
	}
	testdb.Forward(t, w.Deps.DB, time.Minute)
	if got := w.Anonymous().Post("/signin", url.Values{"contact": {"alice@example.com"}}); got.Status != 303 {
		t.Errorf("a minute later it answers %d", got.Status)
	}
}
