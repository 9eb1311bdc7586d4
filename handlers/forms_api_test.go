package handlers_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"fealty/handlers"
	"fealty/handlers/apptest"
	"fealty/handlers/web"
	"fealty/models/apikeys"
	"fealty/models/db/testdb"
)

// apiForgery is one way in which a page that isn't ours makes a browser call a
// program's address: with all its cookies, and without a key.
type apiForgery struct {
	name    string
	headers []string
}

func apiForgeries(token string) []apiForgery {
	const asJSON, asText = "application/json", "text/plain"
	from := func(kind string, headers ...string) []string {
		return append([]string{"Content-Type", kind, "Idempotency-Key", "forged"}, headers...)
	}
	return []apiForgery{
		{"a session alone", from(asJSON)},
		{"a good form token", from(asJSON, "Sec-Fetch-Site", "same-origin", "X-CSRF-Token", token)},
		{"a foreign origin", from(asJSON, "Origin", "https://evil.example")},
		{"the origin null", from(asJSON, "Origin", "null")},
		{"another site", from(asJSON, "Sec-Fetch-Site", "cross-site")},
		{"plain text", from(asText, "Origin", "https://evil.example")},
		{"a form", from("application/x-www-form-urlencoded", "Sec-Fetch-Site", "cross-site")},
		{"no key in the key's place", from(asJSON, "Authorization", "Bearer ")},
		{"another scheme", from(asJSON, "Authorization", "Basic YTpi")},
	}
}

// goodBodies are what a program with a key is answered to, so that a forged call
// fails for nothing but its key.
func goodBodies(w *apptest.World) map[string]string {
	bought := fmt.Sprintf(`"member":{"id":%q},"currency":%q,"channel":"web","lines":[{"sku":"A","quantity":"1","unit_price":"10"}]`,
		w.Alice.ID, w.Version.Currency().Code)
	return map[string]string{
		"/api/v1/members":         `{"email":"forged@example.com","first_name":"Mallory","language":"en"}`,
		"/api/v1/purchases":       `{"reference":"forged",` + bought + `}`,
		"/api/v1/purchases/quote": `{` + bought + `}`,
	}
}

func TestNoCookieOpensAProgramsDoor(t *testing.T) {
	w := openWorld(t)
	owner, bodies := testdb.Owner(t, w.Deps.DB), goodBodies(w)
	people := []actor{{"a member", "member", "", w.AsMember(w.Alice.ID)}, {"the owner", "staff", "", w.AsStaff(w.Dora.ID)}, {"nobody", "nobody", "", w.Anonymous()}}
	tokens := make([]string, len(people))
	for i, a := range people {
		tokens[i] = a.Token()
	}
	// A session that is read is also touched after a while.
	testdb.Forward(t, w.Deps.DB, 10*time.Minute)
	before := contents(t, owner) + seen(t, w)
	tried, passed := 0, 0
	for _, route := range handlers.Routes(w.Deps) {
		if route.Method == "GET" || route.Access.Door != web.DoorAPI {
			continue
		}
		path := line{}.path(route.Path)
		for i, a := range people {
			for _, f := range apiForgeries(tokens[i]) {
				tried++
				answer := a.Send(route.Method, path, bodies[route.Path], f.headers...)
				if !slices.Contains([]int{401, 403, 415}, answer.Status) || answer.Header.Get("Set-Cookie") != "" {
					passed++
					t.Errorf("%s %s, sent by %s with %s, answers %d and sets %q", route.Method, route.Path, a.name, f.name, answer.Status, answer.Header.Get("Set-Cookie"))
				}
			}
		}
		if after := contents(t, owner) + seen(t, w); after != before {
			t.Fatalf("%s %s: a forged call changed the database", route.Method, route.Path)
		}
	}
	t.Logf("forged calls: %d sent, passed %d", tried, passed)
}

// A key is all that counts: cookies of whoever it may be change nothing, and are
// not even read.
func TestAKeyOpensAProgramsDoorWhateverTheCookiesSay(t *testing.T) {
	w := openWorld(t)
	plain, _, err := apikeys.Create(t.Context(), w.Deps.DB, "web shop")
	if err != nil {
		t.Fatal(err)
	}
	people := map[string]*apptest.Client{"a member": w.AsMember(w.Alice.ID), "the owner": w.AsStaff(w.Dora.ID), "nobody": w.Anonymous(), "an unreadable cookie": w.Anonymous()}
	people["an unreadable cookie"].Cookie("fealty", "what is this")
	testdb.Forward(t, w.Deps.DB, 10*time.Minute)
	before, want := seen(t, w), ""
	for who, c := range people {
		answer := c.Send("POST", "/api/v1/purchases", goodBodies(w)["/api/v1/purchases"], "Content-Type", "application/json",
			"Idempotency-Key", "one", "Authorization", "Bearer "+plain, "Origin", "https://shop.example")
		if want == "" {
			want = answer.Body
		}
		if answer.Status != 201 || answer.Body != want || answer.Header.Get("Set-Cookie") != "" {
			t.Errorf("with a key and the cookies of %s: %d, %s, sets %q", who, answer.Status, answer.Body, answer.Header.Get("Set-Cookie"))
		}
	}
	if seen(t, w) != before {
		t.Error("a call with a key touched a session")
	}
}

// seen is when each session was last seen.
func seen(t *testing.T, w *apptest.World) string {
	t.Helper()
	var all string
	err := testdb.Owner(t, w.Deps.DB).Get(&all, `SELECT string_agg(encode(id_hash, 'hex') || ' ' || seen_at, ' ' ORDER BY id_hash) FROM sessions`)
	if err != nil {
		t.Fatal(err)
	}
	return all
}
