package api_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"fealty/handlers/apptest"
	"fealty/models/apikeys"
)

// program is a shop's system with a key.
type program struct {
	*apptest.World
	key  string
	acts int
}

func open(t *testing.T) *program {
	t.Helper()
	w := apptest.Open(t)
	key, _, err := apikeys.Create(t.Context(), w.Deps.DB, "web shop")
	if err != nil {
		t.Fatal(err)
	}
	return &program{World: w, key: key}
}

type answer struct {
	status int
	body   string
	kind   string
}

// read gives a value of the JSON by its path: "wallet.spendable".
func (a answer) read(t testing.TB, path string) string {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(a.body), &v); err != nil {
		t.Fatalf("%d %s: %v", a.status, a.body, err)
	}
	for _, name := range strings.Split(path, ".") {
		switch at := v.(type) {
		case map[string]any:
			v = at[name]
		case []any:
			n := 0
			if _, err := fmt.Sscan(name, &n); err != nil || n >= len(at) {
				return ""
			}
			v = at[n]
		}
	}
	return fmt.Sprint(v)
}

// ask sends a request with the key; headers come in pairs.
func (p *program) ask(method, path, body string, headers ...string) answer {
	p.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+p.key)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := p.Fiber.Test(r, -1)
	if err != nil {
		p.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		p.Fatal(err)
	}
	return answer{res.StatusCode, string(text), res.Header.Get("Content-Type")}
}

func (p *program) get(path string) answer { p.Helper(); return p.ask("GET", path, "") }

// post writes with a new key.
func (p *program) post(path, body string) answer {
	p.Helper()
	p.acts++
	return p.ask("POST", path, body, "Idempotency-Key", fmt.Sprint("act ", p.acts))
}

func (p *program) wants(what string, got, want any) {
	p.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		p.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func (p *program) count(query string) (n int) {
	p.Helper()
	if err := p.Deps.DB.Get(p.Context(), &n, query); err != nil {
		p.Fatal(err)
	}
	return n
}

// purchase is a body with one line; more fields follow as JSON.
func (p *program) purchase(reference, price, more string) string {
	return fmt.Sprintf(`{"reference":%q,"member":{"id":%q},"currency":"EUR","placed_at":"2026-03-10T11:00:00Z","channel":"web",
		"lines":[{"sku":"A","name":"Mug","category":"mugs","quantity":"2","unit_price":%q}]%s}`, reference, p.Charlie.ID, price, more)
}
