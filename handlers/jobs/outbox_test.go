package jobs_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"fealty/handlers/apptest"
	"fealty/handlers/jobs"
	"fealty/models/ids"
	"fealty/models/messages"
)

func TestEveryMessageOfTheWorldCanBeDrawn(t *testing.T) {
	w := apptest.Open(t)
	list, err := messages.List(t.Context(), w.Deps.DB, ids.Message{})
	if err != nil || len(list) == 0 {
		t.Fatalf("%d messages wait: %v", len(list), err)
	}
	for _, m := range list {
		letter, err := jobs.Draw(t.Context(), w.Deps, m)
		if err != nil {
			t.Errorf("%s: %v", m.Template, err)
		}
		if strings.Contains(letter.Text, "<no value>") || letter.Subject == "" {
			t.Errorf("%s is drawn as %q:\n%s", m.Template, letter.Subject, letter.Text)
		}
	}
}

func TestAMessageNamesRewardsAndTiersInItsReadersLanguage(t *testing.T) {
	w := apptest.Open(t)
	for template, params := range map[string]messages.Params{
		messages.VoucherIssued: {"points": 600, "reward": w.FlatWhite.String(), "voucher": "v"},
		messages.TierUp:        {"tier": "gold"},
		messages.TierDown:      {"tier": "silver", "from": "gold", "why": "term", "keep_until": "2026-12-31", "points": 400},
		messages.TierAtRisk:    {"tier": "gold", "next": "silver", "keep_until": "2026-12-31", "points": 400},
	} {
		letter, err := jobs.Draw(t.Context(), w.Deps, messages.Message{Template: template, Language: "en", Params: params})
		if err != nil {
			t.Fatal(err)
		}
		if want := map[string]string{messages.VoucherIssued: "lat white", messages.TierUp: "Gold", messages.TierDown: "Silver", messages.TierAtRisk: "Keep Gold"}[template]; !strings.Contains(letter.Subject, want) {
			t.Errorf("%s doesn't name %s: %q", template, want, letter.Subject)
		}
	}
}

func TestWithoutAMailServerMessagesAreKept(t *testing.T) {
	w := apptest.Open(t)
	d := w.Deps
	d.Log = slog.New(slog.DiscardHandler)
	clock, err := jobs.Start(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	defer clock.Stop()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		counts, err := messages.Counts(context.WithoutCancel(t.Context()), d.DB)
		if err != nil {
			t.Fatal(err)
		}
		if counts[messages.Waiting] == 0 && counts[messages.Kept] > 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("the outbox holds %v", counts)
		}
	}
}
