package handlers_test

import (
	"testing"

	"github.com/jmoiron/sqlx"

	"fealty/handlers/apptest"
	"fealty/handlers/web"
	"fealty/models/db"
	"fealty/models/db/testdb"
)

// G10: a page asks PostgreSQL at most twice. Who is there (the session and the person, for a partner's people their partner too) is
// asked before, on every page. On one connection PostgreSQL's two counts can be compared: what ran, and what ran prepared.
func TestAPageTakesTwoStatementsAndParsesNone(t *testing.T) {
	w := apptest.Open(t, onOneConnection(t))
	owner := testdb.Owner(t, w.Deps.DB)
	if _, err := owner.Exec(`CREATE EXTENSION IF NOT EXISTS pg_stat_statements`); err != nil {
		t.Skip("pg_stat_statements is not there: ", err)
	}
	alice, tea := w.AsMember(w.Alice.ID), w.AsStaff(w.TeaHouseManager.ID)
	for _, page := range []struct {
		path     string
		who      *apptest.Client
		identity int
	}{
		{"/home", alice, 2}, {"/rewards", alice, 2}, {"/activity", alice, 2}, {"/vouchers", alice, 2},
		{"/offers", alice, 2}, {"/earn?amount=12", alice, 2}, {"/tiers", alice, 2}, {"/card", alice, 2},
		{"/partner", tea, 3}, {"/partner/uses", tea, 3}, {"/partner/offers", tea, 3},
	} {
		for range 2 {
			page.who.Get(page.path)
		}
		before := asked(w, owner)
		if got := page.who.Get(page.path); got.Status != 200 {
			t.Fatalf("%s answers %d", page.path, got.Status)
		}
		after := asked(w, owner)
		own, parsed := after.ran-before.ran-1-page.identity, after.parsed()-before.parsed()
		t.Logf("%-16s own statements %d, parsed %d", page.path, own, parsed)
		if own > 2 || own < 1 || parsed != 0 {
			t.Errorf("%s takes %d statements of its own and parses %d", page.path, own, parsed)
		}
	}
}

// onOneConnection gives the app a pool of one, under the same clock.
func onOneConnection(t *testing.T) apptest.Option {
	return func(d *web.Deps) {
		pool, err := db.Open(t.Context(), testdb.AppURL(t, d.DB), db.Options{Connections: 1, Clock: d.DB.Clock})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = pool.Close() })
		one := *pool
		one.Clock = d.DB.Clock
		*d.DB = one
	}
}

// count is what the app has asked so far in this database, but for the beginnings and ends of transactions.
type count struct{ ran, prepared int }

func (c count) parsed() int { return c.ran - c.prepared }

func asked(w *apptest.World, owner *sqlx.DB) (c count) {
	w.Helper()
	err := w.Deps.DB.Get(w.Context(), &c.prepared, `SELECT cast(coalesce(sum(generic_plans + custom_plans), 0) AS bigint) FROM pg_prepared_statements`)
	if err == nil {
		err = owner.Get(&c.ran, `SELECT coalesce(sum(calls), 0) FROM pg_stat_statements s
			JOIN pg_database d ON d.oid = s.dbid JOIN pg_roles r ON r.oid = s.userid
			WHERE d.datname = current_database() AND r.rolname = 'fealty_app' AND query !~* '^(begin|commit|start|rollback)'`)
	}
	if err != nil {
		w.Fatal(err)
	}
	return c
}
