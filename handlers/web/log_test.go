package web

import (
	"log/slog"
	"strings"
	"testing"

	"fealty/config"
	"fealty/views"
)

// talkative is the house with a log that says all it knows.
func talkative(t *testing.T) *house {
	t.Helper()
	h := open(t, nil)
	settings := map[string]string{"BASE_URL": origin, "DATA_DIR": t.TempDir()}
	cfg, err := config.Load(func(name string) string { return settings[name] })
	if err != nil {
		t.Fatal(err)
	}
	engine, err := views.New()
	if err != nil {
		t.Fatal(err)
	}
	h.app = NewApp(Deps{Config: cfg, Views: engine, Log: slog.New(slog.NewJSONHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	h.routes()
	return h
}

func TestEvenATalkativeLogCarriesNoTokenNoCookieAndNoBody(t *testing.T) {
	h := talkative(t)
	h.ask("GET", "/signin/links/01920000-0000-7000-8000-000000000001/hunter2", "")
	h.ask("GET", "/v/hunter2", "")
	h.ask("POST", "/v/hunter2", "csrf=hunter2&password=hunter2", "Cookie", "fealty=hunter2", "Content-Type", "application/x-www-form-urlencoded",
		"Sec-Fetch-Site", "same-origin")
	h.ask("POST", "/api/v1/hunter2", `{"code":"hunter2"}`, "Authorization", "Bearer hunter2", "Content-Type", "application/json")
	h.ask("DELETE", "/api/v1/fault/hunter2", "")
	h.ask("PUT", "/page?token=hunter2", "")
	h.ask("GET", "/api/v1/fault/hunter2", "", "X-Forwarded-For", "hunter2", "Referer", "https://hunter2", "User-Agent", "hunter2")
	if log := h.log.String(); strings.Contains(log, "hunter2") || strings.Count(log, `"msg":"request"`) < 7 {
		t.Error(log)
	}
}

func TestARefusalAnswersTheSameBytesEachTime(t *testing.T) {
	h := open(t, nil)
	first, again := h.ask("GET", "/api/v1/fault/refused", ""), h.ask("GET", "/api/v1/fault/refused", "")
	if first.StatusCode != 409 || first.body != again.body {
		t.Errorf("%d\n%s\n%s", first.StatusCode, first.body, again.body)
	}
	if first.Header.Get("X-Request-Id") == again.Header.Get("X-Request-Id") {
		t.Error("two requests have one number")
	}
}
