package handlers_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"

	"fealty/handlers"
	"fealty/handlers/apptest"
	"fealty/handlers/web"
	"fealty/models/db/testdb"
)

// forgery is one way to send a form that isn't ours (T12).
type forgery struct {
	name string
	send func(c *apptest.Client, path, othersToken string) apptest.Answer
}

func forgeries() []forgery {
	form := func(token string) url.Values { return url.Values{"csrf": {token}} }
	from := func(headers ...string) func(*apptest.Client, string, string) apptest.Answer {
		return func(c *apptest.Client, path, _ string) apptest.Answer {
			return c.PostRaw(path, form(c.Token()), headers...)
		}
	}
	return []forgery{
		{"no token", func(c *apptest.Client, path, _ string) apptest.Answer {
			return c.PostRaw(path, nil, "Sec-Fetch-Site", "same-origin")
		}},
		{"another's token", func(c *apptest.Client, path, others string) apptest.Answer {
			return c.PostRaw(path, form(others), "Sec-Fetch-Site", "same-origin")
		}},
		{"another site", from("Sec-Fetch-Site", "cross-site")},
		{"a sibling site", from("Sec-Fetch-Site", "same-site")},
		{"a foreign origin", from("Origin", "https://evil.example")},
		{"the origin null", from("Origin", "null")},
		{"no origin at all", from()},
		{"plain text", func(c *apptest.Client, path, _ string) apptest.Answer {
			return c.PostRaw(path, form(c.Token()), "Sec-Fetch-Site", "same-origin", "Content-Type", "text/plain")
		}},
	}
}

func TestNoForgedFormPassesOrWritesARow(t *testing.T) {
	w := openWorld(t)
	table, gone := doors(w), disabled(w)
	owner := testdb.Owner(t, w.Deps.DB)
	others := w.AsMember(w.Bob.ID).Token()
	before := contents(t, owner)
	tried, passed := 0, 0
	// The guard stands before all addresses, so one that doesn't exist answers no differently.
	nowhere := web.Route{Method: "POST", Path: "/nowhere", Access: web.Public()}
	table["POST /nowhere"] = line{who: "everybody"}
	for _, route := range append(handlers.Routes(w.Deps), nowhere) {
		if route.Method == "GET" || route.Access.Door == web.DoorAPI || route.Access.Door == web.DoorMetrics {
			continue
		}
		l := table[route.Method+" "+route.Path]
		for _, a := range cast(w, gone) {
			if l.want(a) != opens {
				continue
			}
			for _, f := range forgeries() {
				tried++
				if answer := f.send(a.Client, l.path(route.Path), others); answer.Status != 403 {
					passed++
					t.Errorf("%s %s, sent by %s with %s, answers %d", route.Method, route.Path, a.name, f.name, answer.Status)
				}
			}
		}
		if after := contents(t, owner); after != before {
			t.Errorf("%s %s: a forged form changed the database", route.Method, route.Path)
			before = after
		}
	}
	t.Logf("forged forms: %d sent, passed %d", tried, passed)
}

// contents is a digest of every row of every table but sessions, which note when they were seen.
func contents(t *testing.T, x *sqlx.DB) string {
	t.Helper()
	var tables []string
	if err := x.Select(&tables, `SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'sessions' ORDER BY 1`); err != nil {
		t.Fatal(err)
	}
	var parts []string
	for _, table := range tables {
		parts = append(parts, fmt.Sprintf(`SELECT '%s ' || count(*) || ' ' || coalesce(sum(hashtextextended(cast(t AS text), 0)), 0) FROM %s t`, table, table))
	}
	var sums []string
	if err := x.Select(&sums, strings.Join(parts, " UNION ALL ")); err != nil {
		t.Fatal(err)
	}
	return strings.Join(sums, "\n")
}
