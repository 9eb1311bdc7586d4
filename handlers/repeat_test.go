package handlers_test

import (
	"fmt"
	"io"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"fealty/handlers"
	"fealty/handlers/apptest"
	"fealty/handlers/web"
	"fealty/models/apikeys"
	"fealty/models/programme"
)

// restart is the app anew on the same database: nothing that was only remembered is left.
func restart(w *apptest.World) {
	w.Helper()
	deps, err := handlers.Wire(web.Deps{DB: w.Deps.DB, Config: w.Deps.Config, Log: w.Deps.Log, Version: "after a restart"})
	if err != nil {
		w.Fatal(err)
	}
	w.Deps, w.Fiber = deps, handlers.New(deps)
}

// sell posts a body to the API under a key.
func sell(w *apptest.World, apiKey, key, path, body string) string {
	w.Helper()
	r := httptest.NewRequest("POST", path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+apiKey)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", key)
	response, err := w.Fiber.Test(r, -1)
	if err != nil {
		w.Fatal(err)
	}
	text, err := io.ReadAll(response.Body)
	if err != nil {
		w.Fatal(err)
	}
	return fmt.Sprint(response.StatusCode, " ", response.Header.Get("Content-Type"), " ", string(text))
}

// TestARepeatAnswersTheSameBytesAfterARestartAndUnderAnotherProgramme is T3 where the answer's words could have moved on.
func TestARepeatAnswersTheSameBytesAfterARestartAndUnderAnotherProgramme(t *testing.T) {
	w := apptest.Open(t)
	apiKey, _, err := apikeys.Create(t.Context(), w.Deps.DB, "web shop")
	if err != nil {
		t.Fatal(err)
	}
	line := func(sku, price string) string {
		return `"lines":[{"sku":"` + sku + `","name":"Mug","category":"mugs","quantity":"2","unit_price":"` + price + `"}]`
	}
	acts := []struct{ key, path, body, status string }{
		{"one", "/api/v1/purchases", `{"reference":"R-1","member":{"id":"` + w.Alice.ID.String() + `"},"currency":"EUR","channel":"web",` + line("A", "12.50") + `}`, "201"},
		{"two", "/api/v1/purchases/ref:R-1/returns", `{"reference":"B-1","lines":[{"line":1,"quantity":1}]}`, "201"},
		{"three", "/api/v1/purchases", `{"reference":"R-2","member":{"id":"` + w.Alice.ID.String() + `"},"currency":"EUR","channel":"web",` + line("A", "9999.00") +
			`,"payments":[{"kind":"points","points":100000}]}`, "409"},
		{"four", "/api/v1/purchases/R-9/returns", `{"reference":"B-9"}`, "202"},
	}
	var first []string
	for _, a := range acts {
		answer := sell(w, apiKey, a.key, a.path, a.body)
		if !strings.HasPrefix(answer, a.status) {
			t.Fatalf("%s answers %s", a.key, answer)
		}
		first = append(first, answer)
	}
	form := url.Values{"key": {apptest.FormKey("a cup")}}
	voucher := w.AsMember(w.Alice.ID).Post("/rewards/"+w.FlatWhite.String()+"/redemptions", form)
	w.Publish(func(doc *programme.Document) {
		doc.Earning.PerUnit = doc.Earning.PerUnit.Add(doc.Earning.PerUnit)
		doc.Club.Name = "Another Club"
	})
	restart(w)
	for i, a := range acts {
		if again := sell(w, apiKey, a.key, a.path, a.body); again != first[i] {
			t.Errorf("the repeat of %s answers\n%s\nafter\n%s", a.key, again, first[i])
		}
		if other := sell(w, apiKey, a.key, a.path, strings.Replace(a.body, "reference\":\"", "reference\":\"other-", 1)); !strings.HasPrefix(other, "422") {
			t.Errorf("the key %s with another body answers %s", a.key, other)
		}
	}
	again := w.AsMember(w.Alice.ID).Post("/rewards/"+w.FlatWhite.String()+"/redemptions", form)
	if voucher.Status != 303 || again.Status != 303 || again.Location() != voucher.Location() {
		t.Errorf("the form leads to %d %s, and then to %d %s", voucher.Status, voucher.Location(), again.Status, again.Location())
	}
	if other := w.AsMember(w.Alice.ID).Post("/rewards/"+w.Mug.String()+"/redemptions", form); other.Status != 422 {
		t.Errorf("the key of one reward for another answers %d", other.Status)
	}
}
