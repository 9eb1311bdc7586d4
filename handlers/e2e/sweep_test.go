package e2e

import (
	"slices"
	"strings"
	"testing"

	"fealty/handlers"
	"fealty/handlers/web"
	"fealty/views"
)

// place is an address at which a person finds a page.
type place struct {
	// route is its line in the routes, and what is special about it, after " with ".
	route string
	at    string
	// status is what it answers, when not 200.
	status int64
}

// noPages are the routes by which programs read, not people.
var noPages = map[string]string{
	"GET /livez":                         "is a word for machines",
	"GET /readyz":                        "is a word for machines",
	"GET /metrics":                       "is for Prometheus",
	"GET /partner/statements/:month.csv": "is a sheet to keep",
	"GET /admin/partners/:id/statements/:month.csv": "is a sheet to keep",
	"GET /till/token":                   "is a word for machines",
	"GET /admin/cards/:id.csv":          "is a sheet to keep",
	"GET /activity.csv":                 "is a sheet to keep",
	"GET /me/data/export.zip":           "is a file to keep",
	"GET /admin/members.csv":            "is a sheet to keep",
	"GET /admin/members/:id/export.zip": "is a file to keep",
	"GET /pictures/:name":               "is a picture",
	"GET /admin/rewards/:id/codes.csv":  "is a sheet to keep",
	"GET /admin/rewards/:id/guests.csv": "is a sheet to keep",
	"GET /admin/shipments.csv":          "is a sheet to keep",
	"GET /admin/programme/document":     "is a document to keep",
	"GET /admin/brand/sample":           "is a stylesheet",
}

// TestEveryPageKeepsNobodyOut looks at each page as somebody who may: axe finds nothing at two widths in both schemes, and in all
// languages nothing has to be scrolled sideways.
func TestEveryPageKeepsNobodyOut(t *testing.T) {
	s := newSite(t)
	visits := s.visits(t)
	everyRouteIsVisited(t, handlers.Routes(s.Deps), visits)
	for who, v := range visits {
		t.Run(who, func(t *testing.T) {
			t.Parallel()
			b := s.Open(t)
			v.enter(b)
			for _, language := range views.Languages {
				b.Speak(language)
				for _, p := range v.pages {
					b.look(p)
				}
			}
		})
	}
}

// look opens a page; in English it is inspected, in the other languages glanced at.
func (b *Browser) look(p place) {
	b.t.Helper()
	b.Go(p.at)
	path, _, _ := strings.Cut(p.at, "?")
	b.IsAt(path)
	if want := max(p.status, 200); b.Status() != want {
		b.t.Fatalf("%s answers %d.\n%s", p.route, b.Status(), b.where())
	}
	name := strings.NewReplacer("GET /", "", "/", "-", ":", "", " ", "-").Replace(p.route)
	if b.language == "en" {
		b.Inspect(b.language + "-" + name)
		return
	}
	b.Glance(b.language + "-" + name)
}

// everyRouteIsVisited fails for a route that somebody adds without a visit, and for a visit that no route is for.
func everyRouteIsVisited(t *testing.T, routes []web.Route, visits map[string]visit) {
	t.Helper()
	var visited []string
	for _, v := range visits {
		for _, p := range v.pages {
			route, _, _ := strings.Cut(p.route, " with ")
			visited = append(visited, route)
		}
	}
	known := []string{"GET /nowhere"}
	for _, r := range routes {
		route := r.Method + " " + r.Path
		if r.Method != "GET" || strings.HasPrefix(r.Path, "/api/") || noPages[route] != "" {
			continue
		}
		known = append(known, route)
		if !slices.Contains(visited, route) {
			t.Errorf("nobody looks at %s: give it a visit in visits_test.go, or say in noPages what it is", route)
		}
	}
	for _, route := range visited {
		if !slices.Contains(known, route) {
			t.Errorf("there is no route %s to visit", route)
		}
	}
}

func TestARouteWithoutAVisitIsNoticed(t *testing.T) {
	inner := &testing.T{}
	everyRouteIsVisited(inner, []web.Route{{Method: "GET", Path: "/new"}}, map[string]visit{})
	if !inner.Failed() {
		t.Error("a new route goes unseen")
	}
}
