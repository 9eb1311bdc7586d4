package admin_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"fealty/handlers/apptest"
	"fealty/handlers/jobs"
	"fealty/models/audit"
	"fealty/models/db/testdb"
	"fealty/models/ids"
	"fealty/models/messages"
	"fealty/models/staff"
)

// invitation is the link in the latest mail to somebody.
func invitation(t *testing.T, w *apptest.World, to string) string {
	t.Helper()
	all, err := messages.List(t.Context(), w.Deps.DB, ids.Message{})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range all {
		if m.Recipient != to || m.Template != messages.StaffInvite {
			continue
		}
		letter, err := jobs.Draw(t.Context(), w.Deps, m)
		if err != nil {
			t.Fatal(err)
		}
		link := regexp.MustCompile(`/(admin|partner)/password/\S+`).FindString(letter.Text)
		if link == "" || !strings.Contains(letter.Text, apptest.Origin+link) {
			t.Fatalf("the mail has no link: %s", letter.Text)
		}
		return link
	}
	t.Fatalf("nothing was sent to %s", to)
	return ""
}

func eve(role string) url.Values {
	return url.Values{"name": {"Eve"}, "email": {"Eve@shop.example"}, "role": {role}, "language": {"nb"}}
}

func named(t *testing.T, w *apptest.World, email string) staff.Staff {
	t.Helper()
	s, err := staff.FindByEmail(t.Context(), w.Deps.DB, email)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTeamCreateInvitesByAMailWhoseLinkWorksOnceAndCanBeTakenBack(t *testing.T) {
	w, dora := office(t)
	for field, form := range map[string]url.Values{"email": {"name": {"Eve"}, "email": {"no address"}, "role": {"clerk"}, "language": {"en"}}, "role": eve("king"),
		"name": {"name": {""}, "email": {"eve@shop.example"}, "role": {"clerk"}, "language": {"en"}}} {
		if bad := dora.Post("/admin/team", form); bad.Status != 422 || !bad.Has(`href="#f-`+field+`"`) {
			t.Errorf("a bad %s answers %d", field, bad.Status)
		}
	}
	if bad := dora.Post("/admin/team", eve("partner_clerk")); bad.Status != 422 {
		t.Errorf("a partner's role without a partner answers %d", bad.Status)
	}
	if done := dora.Post("/admin/team", eve("clerk")); done.Location() != "/admin/team" || !dora.Get("/admin/team").Has("Eve", "Invited") {
		t.Fatalf("%d %s", done.Status, done.Body)
	}
	if twice := dora.Post("/admin/team", eve("clerk")); twice.Status != 422 || !twice.Has("#f-email") {
		t.Errorf("the same address again answers %d", twice.Status)
	}
	first := invitation(t, w, "eve@shop.example")
	page := "/admin/team/" + named(t, w, "eve@shop.example").ID.String()
	guest := w.Anonymous()
	testdb.Forward(t, w.Deps.DB, time.Minute)
	dora.Post(page+"/invitations", nil)
	if old := guest.Get(first); old.Status != 410 {
		t.Errorf("the link before the newest answers %d", old.Status)
	}
	second := invitation(t, w, "eve@shop.example")
	if looked := guest.Get(second); looked.Status != 200 {
		t.Fatalf("the link answers %d", looked.Status)
	}
	dora.Post(page+"/withdrawals", nil)
	if gone := guest.Get(second); gone.Status != 410 || !dora.Get(page).Has("withdrawn") {
		t.Errorf("a withdrawn link answers %d", gone.Status)
	}
	testdb.Forward(t, w.Deps.DB, time.Minute)
	if again := dora.Post("/admin/team", eve("marketing")); again.Status != 303 {
		t.Fatalf("inviting anew answers %d %s", again.Status, again.Body)
	}
	third := invitation(t, w, "eve@shop.example")
	if done := guest.Post(third, url.Values{"password": {"four cups of cold tea"}}); done.Status != 303 || named(t, w, "eve@shop.example").Role != staff.Marketing {
		t.Errorf("%d %s", done.Status, done.Body)
	}
	if used := guest.Get(third); used.Status != 410 {
		t.Errorf("a used link answers %d", used.Status)
	}
	if late := dora.Post(page+"/invitations", nil); late.Status != 409 {
		t.Errorf("inviting who has a password answers %d", late.Status)
	}
}

func TestAnInvitationRunsOutAndIsNobodyElsesToSee(t *testing.T) {
	w, dora := office(t)
	dora.Post("/admin/team", eve("owner"))
	link := invitation(t, w, "eve@shop.example")
	all, err := messages.List(t.Context(), w.Deps.DB, ids.Message{})
	if err != nil || len(all) == 0 {
		t.Fatal(err)
	}
	if seen := w.AsStaff(w.Manager.ID).Get("/admin/outbox/" + all[0].ID.String()); seen.Status != 200 || seen.Has("/admin/password/") {
		t.Errorf("a manager reads an owner's link in the outbox: %d", seen.Status)
	}
	var held int
	token := link[strings.LastIndex(link, "/")+1:]
	if err := testdb.Owner(t, w.Deps.DB).Get(&held, `SELECT count(*) FROM messages m WHERE position($1 IN cast(m AS text)) > 0`, token); err != nil || held > 0 {
		t.Errorf("the outbox holds the link: %d %v", held, err)
	}
	testdb.Forward(t, w.Deps.DB, staff.InvitationLife)
	if late := w.Anonymous().Get(link); late.Status != 410 {
		t.Errorf("after three days the link answers %d", late.Status)
	}
}

func TestTeamUpdateChangesARoleEndsSessionsAndKeepsBeforeAndAfter(t *testing.T) {
	w, dora := office(t)
	mette := w.AsStaff(w.Manager.ID)
	page := "/admin/team/" + w.Manager.ID.String()
	if done := dora.Post(page, url.Values{"role": {"marketing"}}); done.Location() != page {
		t.Fatalf("%d %s", done.Status, done.Body)
	}
	if mette.Get("/admin").Status != 303 {
		t.Error("the session from before goes on")
	}
	acts, err := audit.List(t.Context(), w.Deps.DB, ids.Audit{})
	if err != nil || acts[0].Action != "staff.role" || acts[0].Detail["before"] != "manager" || acts[0].Detail["after"] != "marketing" {
		t.Errorf("the audit says %+v, %v", acts[0], err)
	}
	if log := dora.Get("/admin/log"); !log.Has("Before: Manager. After: Marketing.") {
		t.Error("the log doesn't say before and after")
	}
	for _, role := range []string{"partner_manager", "king", ""} {
		if bad := dora.Post(page, url.Values{"role": {role}}); bad.Status != 422 || !bad.Has("#f-role") {
			t.Errorf("%q answers %d", role, bad.Status)
		}
	}
}

func TestTheLastOwnerCanNotBeLoweredOrShutOut(t *testing.T) {
	w, dora := office(t)
	page := "/admin/team/" + w.Dora.ID.String()
	refused := func(what string, got apptest.Answer) {
		t.Helper()
		if got.Status != 409 || !got.Has("only owner") {
			t.Errorf("%s answers %d", what, got.Status)
		}
	}
	refused("lowering", dora.Post(page, url.Values{"role": {"manager"}}))
	refused("disabling", dora.Post(page+"/disable", nil))
	invited := eve("owner")
	dora.Post("/admin/team", invited)
	refused("lowering beside an owner who is only invited", dora.Post(page, url.Values{"role": {"manager"}}))
	w.Hire("Olga", staff.Owner, ids.Partner{})
	if done := dora.Post(page, url.Values{"role": {"manager"}}); done.Status != 303 {
		t.Errorf("with another owner: %d", done.Status)
	}
}

func TestAccountsAreShutResetAndSignedOut(t *testing.T) {
	w, dora := office(t)
	page := "/admin/team/" + w.TeaHouseManager.ID.String()
	phone, laptop := w.AsStaff(w.TeaHouseManager.ID), w.AsStaff(w.TeaHouseManager.ID)
	shown := dora.Get(page)
	end := regexp.MustCompile(page + `/sessions/[0-9a-f]+/ends`).FindString(shown.Body)
	if dora.Post(end, nil).Status != 303 || (phone.Get("/partner/me").Status == 303) == (laptop.Get("/partner/me").Status == 303) {
		t.Error("not one of two sessions was ended")
	}
	dora.Post(page+"/signouts", nil)
	if phone.Get("/partner/me").Status != 303 || laptop.Get("/partner/me").Status != 303 {
		t.Error("a session goes on after signing out everywhere")
	}
	dora.Post(page+"/disable", nil)
	if named(t, w, w.TeaHouseManager.Email).IsEnabled() || !dora.Get("/admin/team").Has("Shut out") {
		t.Error("not shut out")
	}
	dora.Post(page+"/enable", nil)
	if !named(t, w, w.TeaHouseManager.Email).IsEnabled() {
		t.Error("not let in again")
	}
	if unknown := dora.Post("/admin/team/00000000-0000-7000-8000-000000000001/disable", nil); unknown.Status != 404 {
		t.Errorf("nobody answers %d", unknown.Status)
	}
}

func TestKeysAreShownOnceAndTakenBack(t *testing.T) {
	w, dora := office(t)
	if empty := dora.Get("/admin/keys"); !empty.Has("No keys yet") {
		t.Error(empty.Body)
	}
	if bad := dora.Post("/admin/keys", url.Values{"name": {" "}}); bad.Status != 422 || !bad.Has("#f-name") {
		t.Errorf("no name answers %d", bad.Status)
	}
	made := dora.Post("/admin/keys", url.Values{"name": {"Web shop"}})
	plain := regexp.MustCompile(`fk_[A-Za-z0-9_-]{43}`).FindString(made.Body)
	if plain == "" || made.Header.Get("Cache-Control") != "no-store" || dora.Get("/admin/keys").Has(plain) {
		t.Fatalf("%d %s", made.Status, made.Body)
	}
	asks := func() int {
		return w.Anonymous().Get("/api/v1/vouchers/K7QP4M2X9RTB", "Authorization", "Bearer "+plain).Status
	}
	if got := asks(); got == 401 {
		t.Errorf("the key answers %d", got)
	}
	end := regexp.MustCompile(`/admin/keys/[0-9a-f-]+/revocations`).FindString(dora.Get("/admin/keys").Body)
	if gone := dora.Post(end, nil); gone.Status != 303 || asks() != 401 || !dora.Get("/admin/keys").Has("Taken back") {
		t.Errorf("a key that was taken back answers %d", asks())
	}
}
