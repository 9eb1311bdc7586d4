package apptest

import (
	"bytes"
	"log/slog"
	"sync"
	"testing"

	"github.com/gofiber/fiber/v2"

	"fealty/config"
	"fealty/handlers"
	"fealty/handlers/web"
	"fealty/models/db/testdb"
	"fealty/views"
)

// Origin is where the app says it is.
const Origin = "http://localhost:3000"

// App is the app over a database of its own, which is empty but for what a test
// puts there.
type App struct {
	testing.TB
	Deps web.Deps
	// Fiber answers requests; Logged is what the app logged.
	Fiber  *fiber.App
	Logged *bytes.Buffer
	// tokens hands out form tokens, beside the app, so that the app has no route
	// that visitors lack.
	tokens *fiber.App
}

// Option changes what the app is given before it starts.
type Option func(*web.Deps)

// drawn are the views, read once per test process: they hold nothing of an app.
var drawn = sync.OnceValues(views.New)

// Empty starts the app over an empty database.
func Empty(t testing.TB, options ...Option) *App {
	t.Helper()
	settings := map[string]string{"BASE_URL": Origin, "DATA_DIR": t.TempDir(), "CLUB_NAME": "Havn Club"}
	cfg, err := config.Load(func(name string) string { return settings[name] })
	if err != nil {
		t.Fatal(err)
	}
	a := &App{TB: t, Logged: &bytes.Buffer{}}
	log := slog.New(slog.NewJSONHandler(a.Logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	engine, err := drawn()
	if err != nil {
		t.Fatal(err)
	}
	deps, err := handlers.Wire(web.Deps{DB: testdb.Open(t), Config: cfg, Log: log, Version: "test", Views: engine})
	if err != nil {
		t.Fatal(err)
	}
	for _, option := range options {
		option(&deps)
	}
	a.Deps, a.Fiber = deps, handlers.New(deps)
	a.tokens = web.NewApp(deps)
	a.tokens.Get("/token", giveToken)
	return a
}

// tokenView is drawn as a page that is always there, since drawing a page is
// what makes a token.
type tokenView struct {
	web.Chrome
	Heading, Text string
	ShowID, Retry bool
	Way, WayLabel string
}

func giveToken(c *fiber.Ctx) error {
	v := &tokenView{}
	if err := web.Render(c, "web/faults/show", v); err != nil {
		return err
	}
	return c.SendString(v.CSRF())
}
