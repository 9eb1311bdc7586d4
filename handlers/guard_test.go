package handlers

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"testing"

	"github.com/gofiber/fiber/v2"

	"fealty/config"
	"fealty/handlers/web"
	"fealty/models/apikeys"
	"fealty/models/db/testdb"
)

// doorFor is an app with one door of a kind, and what it needs.
func doorFor(t *testing.T, a web.Access) (*fiber.App, web.Deps) {
	t.Helper()
	env := map[string]string{"DATA_DIR": t.TempDir(), "METRICS_TOKEN": "a token of the tests"}
	cfg, err := config.Load(func(name string) string { return env[name] })
	if err != nil {
		t.Fatal(err)
	}
	d, err := Wire(web.Deps{DB: testdb.Open(t), Config: cfg, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	app := web.NewApp(d)
	app.Get("/api/door", guard(d, a), func(c *fiber.Ctx) error { return c.SendString(web.APIKeyOf(c).Name) })
	return app, d
}

func knock(t *testing.T, app *fiber.App, authorization string) int {
	t.Helper()
	request := httptest.NewRequest("GET", "/api/door", nil)
	request.Header.Set("Authorization", authorization)
	answer, err := app.Test(request, -1)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	return answer.StatusCode
}

func TestAKeyOpensTheAPIUntilItIsRevoked(t *testing.T) {
	app, d := doorFor(t, web.API())
	plain, key, err := apikeys.Create(t.Context(), d.DB, "web shop")
	if err != nil {
		t.Fatal(err)
	}
	for authorization, want := range map[string]int{"Bearer " + plain: 200, "bearer " + plain: 200, "": 401, "Bearer ": 401, "Bearer fk_wrong": 401, "Basic " + plain: 401} {
		if got := knock(t, app, authorization); got != want {
			t.Errorf("%q answers %d instead of %d", authorization, got, want)
		}
	}
	if err := apikeys.Revoke(context.Background(), d.DB, key.ID); err != nil {
		t.Fatal(err)
	}
	if got := knock(t, app, "Bearer "+plain); got != 401 {
		t.Errorf("a revoked key answers %d", got)
	}
}

func TestGuessingKeysIsSlowedDown(t *testing.T) {
	app, _ := doorFor(t, web.API())
	last := 0
	for range 40 {
		last = knock(t, app, "Bearer fk_guess")
	}
	if last != 429 {
		t.Errorf("the fortieth guess answers %d", last)
	}
}

func TestMetricsAreForTheTokenOnly(t *testing.T) {
	app, _ := doorFor(t, web.Metrics())
	for authorization, want := range map[string]int{"Bearer a token of the tests": 200, "Bearer another token": 401, "": 401} {
		if got := knock(t, app, authorization); got != want {
			t.Errorf("%q answers %d instead of %d", authorization, got, want)
		}
	}
}

func TestADoorThatNobodyDescribedStaysShut(t *testing.T) {
	app, _ := doorFor(t, web.Access{})
	if got := knock(t, app, ""); got != 403 {
		t.Errorf("it answers %d", got)
	}
}
