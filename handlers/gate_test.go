package handlers_test

import (
	"net/url"
	"strings"
	"testing"

	"fealty/handlers/apptest"
	"fealty/models/arranging"
	"fealty/models/audit"
	"fealty/models/club"
	"fealty/models/db"
)

// arrange changes what the shop has set.
func arrange(w *apptest.World, edit func(*club.Settings)) {
	w.Helper()
	act := audit.Act{Actor: "system", Role: "system", Action: "club.settings"}
	err := arranging.Change(w.Context(), w.Deps.DB, w.Deps.Club, act, func(s *club.Settings) error { edit(s); return nil })
	if err != nil {
		w.Fatal(err)
	}
}

func TestWhatTheShopTurnsOffIsNotThereAndNotInTheMenu(t *testing.T) {
	w := apptest.Open(t)
	alice, dora := w.AsMember(w.Alice.ID), w.AsStaff(w.Dora.ID)
	if home := alice.Get("/home"); !strings.Contains(home.Body, `href="/give"`) || !strings.Contains(home.Body, `href="/invite"`) {
		t.Fatal("the menu doesn't hold what is on")
	}
	arrange(w, func(s *club.Settings) {
		for _, feature := range []string{club.Give, club.Invite, club.Partners} {
			s.Turn(feature, false)
		}
	})
	if home := alice.Get("/home"); strings.Contains(home.Body, `href="/give"`) || strings.Contains(home.Body, `href="/invite"`) {
		t.Error("the menu holds what is off")
	}
	for _, path := range []string{"/give", "/invite", "/i/" + w.Alice.InviteCode, "/partner", "/partner/signin", "/give/sum?points=100"} {
		if a := alice.Get(path); a.Status != 404 {
			t.Errorf("%s answered %d", path, a.Status)
		}
	}
	if a := alice.Post("/give", url.Values{"points": {"100"}, "cause": {w.Forest.String()}}); a.Status != 404 {
		t.Errorf("POST /give answered %d", a.Status)
	}
	home := dora.Get("/admin")
	if home.Status != 200 || !strings.Contains(home.Body, `href="/admin/settings#features" class="off"`) {
		t.Errorf("the admin (%d) has no way to turn it on", home.Status)
	}
	arrange(w, func(s *club.Settings) { s.Turn(club.Give, true) })
	if a := alice.Get("/give"); a.Status != 200 {
		t.Errorf("turned on again, /give answered %d", a.Status)
	}
}

func TestBeforeItOpensOnlyItsStaffSeeTheClub(t *testing.T) {
	w := apptest.Open(t)
	alice, dora, tove := w.AsMember(w.Alice.ID), w.AsStaff(w.Dora.ID), w.AsStaff(w.TeaHouseManager.ID)
	arrange(w, func(*club.Settings) {})
	if err := db.InTx(t.Context(), w.Deps.DB, func(tx *db.Tx) error { return club.Begin(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
	w.Deps.Club.Forget()
	for _, path := range []string{"/", "/join", "/home", "/rewards", "/how", "/nowhere"} {
		for name, c := range map[string]*apptest.Client{"nobody": w.Anonymous(), "Alice": alice, "Tove": tove} {
			a := c.Get(path)
			if a.Status != 200 || !strings.Contains(a.Body, "Opens soon") || strings.Contains(a.Body, "Flat white") || a.Header.Get("X-Robots-Tag") == "" {
				t.Errorf("%s shows %s (%d)", path, name, a.Status)
			}
		}
	}
	if a := w.Anonymous().Post("/join", url.Values{"name": {"Eve"}, "contact": {"eve@example.com"}}); a.Status != 409 {
		t.Errorf("somebody joins: %d", a.Status)
	}
	if a := dora.Get("/"); !strings.Contains(a.Body, "Flat white") {
		t.Errorf("Dora doesn't see what shoppers will: %d", a.Status)
	}
	for _, path := range []string{"/livez", "/readyz", "/admin/signin", "/partner/signin"} {
		if a := w.Anonymous().Get(path); a.Status != 200 || strings.Contains(a.Body, "Opens soon") {
			t.Errorf("%s answered %d", path, a.Status)
		}
	}
	arrange(w, func(s *club.Settings) { now := w.Deps.DB.Time(); s.OpenedAt = &now })
	if a := w.Anonymous().Get("/join"); strings.Contains(a.Body, "Opens soon") {
		t.Error("it doesn't open")
	}
}
