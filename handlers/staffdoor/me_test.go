package staffdoor_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"fealty/handlers/apptest"
	"fealty/handlers/jobs"
	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/db/testdb"
	"fealty/models/ids"
	"fealty/models/messages"
	"fealty/models/sessions"
	"fealty/models/staff"
)

// secretOn reads the secret that a page shows, and the sealed one of its form.
func secretOn(t *testing.T, page apptest.Answer) (secret, factor string) {
	t.Helper()
	shown := regexp.MustCompile(`id="secret">([A-Z2-7 ]{39})<`).FindStringSubmatch(page.Body)
	hidden := regexp.MustCompile(`name="factor" value="([^"]+)"`).FindStringSubmatch(page.Body)
	if shown == nil || hidden == nil {
		t.Fatalf("%d: %s", page.Status, page.Body)
	}
	return shown[1], hidden[1]
}

// sets one's own app up, or another one.
func setApp(t *testing.T, w *apptest.World, c *apptest.Client) string {
	t.Helper()
	secret, factor := secretOn(t, c.Get("/admin/me/app"))
	if wrong := c.Post("/admin/me/app", url.Values{"code": {"000000"}, "factor": {factor}}); wrong.Status != 422 || !wrong.Has("#f-code", secret) {
		t.Fatalf("a wrong code answers %d", wrong.Status)
	}
	if done := c.Post("/admin/me/app", url.Values{"code": {now(t, w, secret)}, "factor": {factor}}); done.Location() != "/admin/me" {
		t.Fatalf("%d %s", done.Status, done.Body)
	}
	return secret
}

func TestTheAppIsSetUpReplacedAndNotTakenAwayAsTheLast(t *testing.T) {
	w := apptest.Open(t)
	c := w.AsStaff(w.Manager.ID)
	first := setApp(t, w, c)
	testdb.Forward(t, w.Deps.DB, time.Minute)
	second := setApp(t, w, c)
	if refused := c.Post("/admin/me/app/removals", nil); refused.Status != 409 || !refused.Has("only second step") {
		t.Errorf("the last factor of a manager goes: %d %s", refused.Status, refused.Body)
	}
	testdb.Forward(t, w.Deps.DB, time.Minute)
	door := w.Anonymous()
	door.Post("/admin/signin", password(w.Manager.Email, apptest.Password))
	if old := door.Post("/admin/signin/code", url.Values{"code": {now(t, w, first)}}); old.Status != 422 {
		t.Errorf("the app that was replaced still counts: %d", old.Status)
	}
	if in := door.Post("/admin/signin/code", url.Values{"code": {now(t, w, second)}}); in.Location() != "/admin" {
		t.Errorf("the new app answers %d %s", in.Status, in.Location())
	}
	clerk := w.AsStaff(w.Clerk.ID)
	setApp(t, w, clerk)
	if gone := clerk.Post("/admin/me/app/removals", nil); gone.Location() != "/admin/me" {
		t.Errorf("the counter may do without: %d %s", gone.Status, gone.Body)
	}
}

func TestRecoveryCodesAreShownOnceAndCountOnce(t *testing.T) {
	w := apptest.Open(t)
	c := w.AsStaff(w.Manager.ID)
	setApp(t, w, c)
	made := c.Post("/admin/me/recovery", nil)
	codes := regexp.MustCompile(`[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}`).FindAllString(made.Body, -1)
	if len(codes) != 10 || made.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%d codes: %s", len(codes), made.Body)
	}
	if page := c.Get("/admin/me/recovery"); strings.Contains(page.Body, codes[0]) || !page.Has("10 codes of yours") {
		t.Errorf("they are shown again, or not counted: %s", page.Body)
	}
	for _, code := range []string{codes[0], strings.ToLower(strings.ReplaceAll(codes[1], "-", " "))} {
		for _, want := range []int{303, 422} {
			door := w.Anonymous()
			door.Post("/admin/signin", password(w.Manager.Email, apptest.Password))
			if in := door.Post("/admin/signin/code", url.Values{"code": {code}}); in.Status != want {
				t.Errorf("%s answers %d, not %d", code, in.Status, want)
			}
		}
	}
	c.Post("/admin/me/recovery", nil)
	door := w.Anonymous()
	door.Post("/admin/signin", password(w.Manager.Email, apptest.Password))
	if old := door.Post("/admin/signin/code", url.Values{"code": {codes[5]}}); old.Status != 422 {
		t.Errorf("a code from before the new ones answers %d", old.Status)
	}
	var held int
	if err := testdb.Owner(t, w.Deps.DB).Get(&held, `SELECT count(*) FROM staff_recovery_codes c WHERE position($1 IN cast(c AS text)) > 0`, strings.ReplaceAll(codes[5], "-", "")); err != nil || held > 0 {
		t.Errorf("the table holds a code: %d %v", held, err)
	}
}

func TestAPasswordIsChangedByWhoKnowsTheOldOneAndEndsOtherSessions(t *testing.T) {
	w := apptest.Open(t)
	here, there := w.AsStaff(w.Manager.ID), w.AsStaff(w.Manager.ID)
	before := here.SessionID()
	for field, form := range map[string]url.Values{
		"old": {"old": {"a guess"}, "new": {"four cups of cold tea"}},
		"new": {"old": {apptest.Password}, "new": {"password123"}},
	} {
		if bad := here.Post("/admin/me/password", form); bad.Status != 422 || !bad.Has(`href="#f-`+field+`"`) {
			t.Errorf("a bad %s answers %d: %s", field, bad.Status, bad.Body)
		}
	}
	done := here.Post("/admin/me/password", url.Values{"old": {apptest.Password}, "new": {"four cups of cold tea"}})
	if done.Location() != "/admin/me" || here.SessionID() == before || here.Get("/admin/me").Status != 200 {
		t.Fatalf("%d %s", done.Status, done.Body)
	}
	if there.Get("/admin/me").Status != 303 {
		t.Error("the other device is still signed in")
	}
	if mail := lastMail(t, w, w.Manager.Email); mail.Template != messages.StaffChanged || mail.Params["what"] != "password" {
		t.Errorf("its owner was told %+v", mail)
	}
}

// lastMail is what went last to an address.
func lastMail(t *testing.T, w *apptest.World, to string) messages.Message {
	t.Helper()
	all, err := messages.List(t.Context(), w.Deps.DB, ids.Message{})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range all {
		if m.Recipient == to {
			return m
		}
	}
	return messages.Message{}
}

func TestProfileAndSessionsAreOnesOwn(t *testing.T) {
	w := apptest.Open(t)
	here, there, others := w.AsStaff(w.TeaHouseClerk.ID), w.AsStaff(w.TeaHouseClerk.ID), w.AsStaff(w.TeaHouseManager.ID)
	page := here.Get("/partner/me")
	if page.Status != 200 || strings.Count(page.Body, "/ends") != 1 || !page.Has("This device", w.TeaHouseClerk.Email) {
		t.Fatalf("%d %s", page.Status, page.Body)
	}
	row, err := sessions.Find(t.Context(), w.Deps.DB, others.SessionID())
	if err != nil {
		t.Fatal(err)
	}
	here.Post("/partner/me/sessions/"+row.Handle()+"/ends", nil)
	if others.Get("/partner/me").Status != 200 {
		t.Error("somebody else's session was ended")
	}
	end := regexp.MustCompile(`/partner/me/sessions/[0-9a-f]+/ends`).FindString(page.Body)
	if got := here.Post(end, nil); got.Location() != "/partner/me" || there.Get("/partner/me").Status != 303 || here.Get("/partner/me").Status != 200 {
		t.Errorf("%d: not that one session ended", got.Status)
	}
	if got := here.Post("/partner/me", url.Values{"name": {"Timo T."}, "language": {"pl"}}); got.Status != 303 {
		t.Errorf("%d %s", got.Status, got.Body)
	}
	if s, err := staff.Find(t.Context(), w.Deps.DB, w.TeaHouseClerk.ID); err != nil || s.Name != "Timo T." {
		t.Errorf("kept %+v, %v", s, err)
	}
	if bad := here.Post("/partner/me", url.Values{"name": {" "}, "language": {"pl"}}); bad.Status != 422 || !bad.Has(`href="#f-name"`) {
		t.Errorf("no name answers %d", bad.Status)
	}
	if out := here.Post("/partner/me/signouts", nil); out.Location() != "/partner" || here.Get("/partner/me").Status != 303 {
		t.Error("signing out everywhere leaves a device in")
	}
}

func TestAStepUpLeadsBackUnderANewSessionId(t *testing.T) {
	w := apptest.Open(t)
	setup := w.AsStaff(w.Dora.ID)
	secret := setApp(t, w, setup)
	testdb.Forward(t, w.Deps.DB, 11*time.Minute)
	c := w.Stale(sessions.ForStaff(w.Dora.ID))
	if asked := c.Get("/admin/team/new"); asked.Location() != "/admin/stepup?next=%2Fadmin%2Fteam%2Fnew" {
		t.Fatalf("%d %s", asked.Status, asked.Location())
	}
	form := url.Values{"name": {"Eve"}, "email": {"eve@shop.example"}, "role": {"owner"}, "language": {"en"}}
	refused := c.Post("/admin/team", form, "Referer", apptest.Origin+"/admin/team/new")
	if refused.Status != 403 || !refused.Has("/admin/stepup?next=%2Fadmin%2Fteam%2Fnew") {
		t.Errorf("a form without a proof answers %d %s", refused.Status, refused.Body)
	}
	before, way := c.SessionID(), "/admin/stepup?next=/admin/team/new"
	if wrong := c.Post(way, url.Values{"code": {"000000"}}); wrong.Status != 422 || !wrong.Has("#f-code") {
		t.Errorf("a wrong code answers %d", wrong.Status)
	}
	if demo := c.Post(way, url.Values{"demo": {"true"}}); demo.Status != 422 {
		t.Errorf("the demo's press counts outside the demo: %d", demo.Status)
	}
	if with := c.Post(way, url.Values{"password": {apptest.Password}}); with.Status != 422 {
		t.Errorf("a password is enough beside a second factor: %d", with.Status)
	}
	if done := c.Post(way, url.Values{"code": {now(t, w, secret)}}); done.Location() != "/admin/team/new" || c.SessionID() == before {
		t.Fatalf("%d %s", done.Status, done.Location())
	}
	if c.Get("/admin/team/new").Status != 200 {
		t.Error("the proof doesn't count")
	}
	old := w.Anonymous()
	old.Cookie("fealty", before)
	if old.Get("/admin").Status != 303 {
		t.Error("the id from before the proof still counts")
	}
	clerk := w.Stale(sessions.ForStaff(w.Clerk.ID))
	if done := clerk.Post("/admin/stepup?next=/admin/me/app", url.Values{"password": {apptest.Password}}); done.Location() != "/admin/me/app" {
		t.Errorf("the counter proves by the password: %d %s", done.Status, done.Body)
	}
}

func TestInTheDemoOnePressIsEnough(t *testing.T) {
	w := apptest.Open(t, func(d *web.Deps) { d.Demo = true })
	c := w.Stale(sessions.ForStaff(w.Dora.ID))
	if page := c.Get("/admin/stepup?next=/admin/keys/new"); !page.Has(`name="demo"`) {
		t.Errorf("%d %s", page.Status, page.Body)
	}
	if done := c.Post("/admin/stepup?next=/admin/keys/new", url.Values{"demo": {"true"}}); done.Location() != "/admin/keys/new" || c.Get("/admin/keys/new").Status != 200 {
		t.Errorf("%d %s", done.Status, done.Body)
	}
}

func TestALostPasswordIsAskedForByAnybodyAndMailedToItsOwnerOnly(t *testing.T) {
	w := apptest.Open(t)
	for _, email := range []string{w.Manager.Email, "nemo@shop.example"} {
		if sent := w.Anonymous().Post("/admin/lost", url.Values{"email": {email}}); sent.Status != 200 || !sent.Has("If somebody works here as "+email) {
			t.Errorf("%s: %d %s", email, sent.Status, sent.Body)
		}
		if err := adjusting.SendLink(t.Context(), w.Deps.DB, adjusting.ForgottenBy{Email: email}); err != nil {
			t.Fatal(err)
		}
	}
	if mail := lastMail(t, w, "nemo@shop.example"); mail.Template != "" {
		t.Errorf("a stranger was mailed %+v", mail)
	}
	mail := lastMail(t, w, w.Manager.Email)
	letter, err := jobs.Draw(t.Context(), w.Deps, mail)
	if err != nil {
		t.Fatal(err)
	}
	link := regexp.MustCompile(`/admin/password/\S+`).FindString(letter.Text)
	session := w.AsStaff(w.Manager.ID)
	if done := w.Anonymous().Post(link, url.Values{"password": {"four cups of cold tea"}}); done.Status != 303 || session.Get("/admin").Status != 303 {
		t.Errorf("%s answers %d, or a session goes on", link, done.Status)
	}
	if again := w.Anonymous().Get(link); again.Status != 410 {
		t.Errorf("the link counts twice: %d", again.Status)
	}
}
