package staffdoor_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"fealty/handlers/apptest"
	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/staff"
)

func password(email, text string) url.Values {
	return url.Values{"email": {email}, "password": {text}}
}

// now is the code that an app shows for a secret.
func now(t *testing.T, w *apptest.World, secret string) string {
	t.Helper()
	code, err := totp.GenerateCode(strings.ReplaceAll(secret, " ", ""), w.Deps.DB.Time())
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// enrol signs Dora in for the first time and gives the secret of her app.
func enrol(t *testing.T, w *apptest.World, c *apptest.Client) string {
	t.Helper()
	if answer := c.Post("/admin/signin?next=/admin/rewards", password(w.Dora.Email, apptest.Password)); answer.Location() != "/admin/signin/app" {
		t.Fatalf("%d %s: %s", answer.Status, answer.Location(), answer.Body)
	}
	if c.SessionID() != "" {
		t.Fatal("a password alone gives a session")
	}
	page := c.Get("/admin/signin/app")
	found := regexp.MustCompile(`id="secret">([A-Z2-7 ]{39})<`).FindStringSubmatch(page.Body)
	if found == nil || !page.Has("<svg") {
		t.Fatalf("%d: %s", page.Status, page.Body)
	}
	if wrong := c.Post("/admin/signin/app", url.Values{"code": {"000000"}}); wrong.Status != 422 || !wrong.Has("#f-code", found[1]) {
		t.Fatalf("a wrong code answers %d", wrong.Status)
	}
	in := c.Post("/admin/signin/app", url.Values{"code": {now(t, w, found[1])}})
	if in.Status != 303 || in.Location() != "/admin/rewards" || c.SessionID() == "" {
		t.Fatalf("%d %s: %s", in.Status, in.Location(), in.Body)
	}
	return found[1]
}

func TestTheFirstSignInSetsTheSecondStepUpAndEachOneAsksForIt(t *testing.T) {
	w := apptest.Open(t)
	c := w.Anonymous()
	secret := enrol(t, w, c)
	if page := c.Get("/admin/rewards"); page.Status != 200 {
		t.Fatalf("signed in, but %d", page.Status)
	}
	if out := c.Post("/admin/signout", nil); out.Location() != "/admin/signin" || c.Get("/admin").Status != 303 {
		t.Error("signing out leaves the door open")
	}
	again := c.Post("/admin/signin", password(w.Dora.Email, apptest.Password))
	if again.Location() != "/admin/signin/code" || c.Get("/admin/rewards").Status != 303 {
		t.Fatalf("the second sign-in leads to %s", again.Location())
	}
	if replay := c.Post("/admin/signin/code", url.Values{"code": {now(t, w, secret)}}); replay.Status != 422 || !replay.Has("#f-code") {
		t.Errorf("a code counts twice: %d", replay.Status)
	}
	testdb.At(t, w.Deps.DB, w.Deps.DB.Time().Add(time.Minute))
	if in := c.Post("/admin/signin/code", url.Values{"code": {now(t, w, secret)}}); in.Location() != "/admin" {
		t.Errorf("%d: %s", in.Status, in.Body)
	}
}

func TestAnUnknownAddressAndAWrongPasswordAreAnsweredAlike(t *testing.T) {
	w := apptest.Open(t)
	bare := regexp.MustCompile(`name="(csrf|state)" value="[^"]*"|value="[^"]*@[^"]*"|data-options="[^"]*"`)
	var bodies []string
	for _, email := range []string{w.Dora.Email, "nobody@shop.example"} {
		answer := w.Anonymous().Post("/admin/signin", password(email, "not the password"))
		if answer.Status != 422 || !answer.Has("don’t fit") && !answer.Has("don&#39;t fit") {
			t.Errorf("%s: %d %s", email, answer.Status, answer.Body)
		}
		bodies = append(bodies, bare.ReplaceAllString(answer.Body, ""))
	}
	if bodies[0] != bodies[1] {
		t.Error("the answer tells who works here")
	}
}

func TestGuessingIsSlowedDown(t *testing.T) {
	w := apptest.Open(t)
	c := w.Anonymous()
	for range 10 {
		c.Post("/admin/signin", password(w.Manager.Email, "a guess"))
	}
	if answer := c.Post("/admin/signin", password(w.Manager.Email, apptest.Password)); answer.Status != 429 {
		t.Errorf("the eleventh try answers %d", answer.Status)
	}
	testdb.At(t, w.Deps.DB, w.Deps.DB.Time().Add(11*time.Minute))
	if answer := c.Post("/admin/signin", password(w.Manager.Email, apptest.Password)); answer.Status != 303 {
		t.Errorf("later the owner of the account is answered %d", answer.Status)
	}
}

func TestCounterRolesNeedNoSecondStepAndLandWhereTheyWork(t *testing.T) {
	w := apptest.Open(t)
	for email, home := range map[string]string{w.Clerk.Email: "/till", w.TeaHouseClerk.Email: "/partner"} {
		c := w.Anonymous()
		if answer := c.Post("/partner/signin?next=//evil.example", password(email, apptest.Password)); answer.Location() != home {
			t.Errorf("%s lands at %s", email, answer.Location())
		}
	}
}

func TestAForgedOrOldTicketOpensNothing(t *testing.T) {
	w := apptest.Open(t)
	c := w.Anonymous()
	if answer := c.Get("/admin/signin/app"); answer.Status != 303 || answer.Location() != "/admin/signin?next=/admin/signin/app" {
		t.Errorf("without a ticket: %d %s", answer.Status, answer.Location())
	}
	c.Cookie("fealty-step", "eyJzIjoiMDAwMDAwMDAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAxIn0.AAAA")
	if answer := c.Get("/admin/signin/code"); answer.Status != 303 {
		t.Errorf("a forged ticket answers %d", answer.Status)
	}
	c.Post("/admin/signin", password(w.Dora.Email, apptest.Password))
	testdb.At(t, w.Deps.DB, w.Deps.DB.Time().Add(11*time.Minute))
	if answer := c.Get("/admin/signin/app"); answer.Status != 303 {
		t.Errorf("an old ticket answers %d", answer.Status)
	}
}

func TestADisabledPersonsTicketAndPasswordAreWorthNothing(t *testing.T) {
	w := apptest.Open(t)
	c := w.Anonymous()
	c.Post("/admin/signin", password(w.Manager.Email, apptest.Password))
	if err := db.InTx(t.Context(), w.Deps.DB, func(tx *db.Tx) error {
		return tx.Apply(t.Context(), staff.Disable(w.Manager.ID, tx.Now))
	}); err != nil {
		t.Fatal(err)
	}
	if answer := c.Get("/admin/signin/app"); answer.Status != 303 {
		t.Errorf("the ticket answers %d", answer.Status)
	}
	if answer := w.Anonymous().Post("/admin/signin", password(w.Manager.Email, apptest.Password)); answer.Status != 422 {
		t.Errorf("the password answers %d", answer.Status)
	}
}

func TestALinkToChooseAPasswordRunsOutAndFitsOnePersonOnly(t *testing.T) {
	w := apptest.Open(t)
	token := w.Deps.StaffLinks.Token(w.Clerk, w.Deps.DB.Time().Add(time.Hour))
	path := "/admin/password/" + w.Clerk.ID.String() + "/" + token
	c := w.Anonymous()
	if answer := c.Get(path); answer.Status != 200 {
		t.Fatalf("%d: %s", answer.Status, answer.Body)
	}
	for _, other := range []string{"/admin/password/" + w.Dora.ID.String() + "/" + token, path + "x", "/admin/password/x/y"} {
		if answer := c.Get(other); answer.Status != 410 {
			t.Errorf("%s answers %d", other, answer.Status)
		}
	}
	testdb.At(t, w.Deps.DB, w.Deps.DB.Time().Add(2*time.Hour))
	if answer := c.Post(path, url.Values{"password": {"four cups of cold tea"}}); answer.Status != 410 {
		t.Errorf("an old link answers %d", answer.Status)
	}
}
