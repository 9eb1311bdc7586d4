package till_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"fealty/handlers/apptest"
	"fealty/models/db/testdb"
	"fealty/models/shops"
)

func TestATillIsPairedOnceByACodeOfTenMinutes(t *testing.T) {
	w := open(t)
	owner := w.AsStaff(w.Dora.ID)
	shop := "/admin/shops/" + w.Counter().ID.String()
	if got := owner.Post(shop+"/devices", url.Values{"device_name": {"By the door"}}); got.Status != 303 {
		t.Fatalf("adding a till answers %d %s", got.Status, got.Body)
	}
	list, err := shops.Devices(t.Context(), w.Deps.DB, w.Counter().ID)
	if err != nil {
		t.Fatal(err)
	}
	var waiting shops.Device
	for _, d := range list {
		if d.Name == "By the door" {
			waiting = d
		}
	}
	code := shops.PairKey(w.Deps.Config.Key("till.pair")).Code(waiting)
	if page := owner.Get(shop + "/edit"); !page.Has(code, "/till/pair?code="+code) {
		t.Errorf("the admin does not show %s: %s", code, page.Body)
	}
	fresh := w.Anonymous()
	if got := fresh.Get("/till"); got.Location() != "/till/pair" {
		t.Errorf("a browser that is no till is led to %q", got.Location())
	}
	if got := fresh.Get("/till/pair?code=" + code); !got.Has(`value="`+code+`"`) || fresh.TillSecret() != "" {
		t.Error("opening the link pairs already")
	}
	if got := fresh.Post("/till/pair", url.Values{"code": {strings.ToLower(code)}}); got.Status != 303 || len(fresh.TillSecret()) != 43 {
		t.Fatalf("pairing answers %d %s", got.Status, got.Body)
	}
	if got := fresh.Get("/till"); !strings.HasPrefix(got.Location(), "/till/unlock") {
		t.Errorf("a fresh till is led to %q", got.Location())
	}
	if got := w.Anonymous().Post("/till/pair", url.Values{"code": {code}}); got.Status != 422 || !got.Has("pairs no till") {
		t.Errorf("the code pairs twice: %d", got.Status)
	}
	revoke := shop + "/devices/" + waiting.ID.String()
	owner.Post(revoke+"/revocations", nil)
	if got := fresh.Get("/till/unlock"); got.Location() != "/till/pair" {
		t.Errorf("a till that is shut out is led to %q", got.Location())
	}
	if got := owner.Post(shop+"/devices", url.Values{"device_name": {""}}); got.Status != 422 || !got.Has("f-device_name") {
		t.Errorf("a till without a name answers %d", got.Status)
	}
}

func TestACodeToPairEndsAfterTenMinutes(t *testing.T) {
	w := open(t)
	owner := w.AsStaff(w.Dora.ID)
	shop := "/admin/shops/" + w.Counter().ID.String()
	owner.Post(shop+"/devices", url.Values{"device_name": {"Late"}})
	page := owner.Get(shop + "/edit")
	_, rest, _ := strings.Cut(page.Body, "/till/pair?code=")
	testdb.Forward(t, w.Deps.DB, 10*time.Minute)
	if got := w.Anonymous().Post("/till/pair", url.Values{"code": {rest[:9]}}); got.Status != 422 {
		t.Errorf("an old code answers %d", got.Status)
	}
	last := 0
	for range 11 {
		last = w.Anonymous().Post("/till/pair", url.Values{"code": {"2222-2222"}}).Status
	}
	if last != 429 {
		t.Errorf("guessing codes answers %d", last)
	}
}

func TestAPinOpensTheTillAndIdlenessLocksIt(t *testing.T) {
	w := open(t)
	w.GivePin(w.Clerk)
	till := w.LockedTill()
	unlock := func(pin string) apptest.Answer {
		return till.Post("/till/unlock", url.Values{"person": {w.Clerk.ID.String()}, "pin": {pin}})
	}
	if got := till.Get("/till?number=1234"); got.Location() != "/till/unlock?next=%2Ftill%3Fnumber%3D1234" {
		t.Errorf("a locked till is led to %q", got.Location())
	}
	if got := till.Get("/till/unlock"); !got.Has("Klaus", `inputmode="numeric"`) || got.Has("Mette") {
		t.Errorf("the lock shows %s", got.Body)
	}
	if got := unlock("0001"); got.Status != 422 || !got.Has("This is not the PIN") {
		t.Errorf("a wrong PIN answers %d", got.Status)
	}
	if got := unlock(apptest.Pin); got.Status != 303 || got.Location() != "/till" {
		t.Fatalf("the PIN answers %d %s", got.Status, got.Body)
	}
	if got := till.Get("/till"); got.Status != 200 || !got.Has("Klaus", "Harbour Street") {
		t.Errorf("the open till answers %d", got.Status)
	}
	testdb.Forward(t, w.Deps.DB, 4*time.Minute)
	if got := till.Get("/till"); got.Status != 200 {
		t.Errorf("after four minutes it answers %d", got.Status)
	}
	testdb.Forward(t, w.Deps.DB, 4*time.Minute)
	if got := till.Get("/till"); got.Status != 200 {
		t.Errorf("touched in between it answers %d", got.Status)
	}
	testdb.Forward(t, w.Deps.DB, 5*time.Minute)
	if got := till.GetHX("/till"); got.Header.Get("HX-Redirect") == "" {
		t.Errorf("left alone it answers %d", got.Status)
	}
	for range 6 {
		unlock("0002")
	}
	if got := unlock(apptest.Pin); got.Status != 429 {
		t.Errorf("after five wrong ones the right PIN answers %d", got.Status)
	}
	testdb.Forward(t, w.Deps.DB, 10*time.Minute)
	if got := unlock(apptest.Pin); got.Status != 303 {
		t.Errorf("ten minutes later it answers %d", got.Status)
	}
}

func TestAPinIsOnesOwnAndNotSimple(t *testing.T) {
	w := open(t)
	klaus := w.AsStaff(w.Clerk.ID)
	for pin, field := range map[string]string{"12": "f-pin", "1111": "f-pin", "4321": "f-pin", "12a4": "f-pin"} {
		if got := klaus.Post("/admin/pin", url.Values{"pin": {pin}, "again": {pin}}); got.Status != 422 || !got.Has(field+"-error") {
			t.Errorf("the PIN %s answers %d", pin, got.Status)
		}
	}
	if got := klaus.Post("/admin/pin", url.Values{"pin": {"4810"}, "again": {"4811"}}); got.Status != 422 || !got.Has("f-again-error") {
		t.Errorf("two PINs answer %d", got.Status)
	}
	if got := klaus.Post("/admin/pin", url.Values{"pin": {"4810"}, "again": {"4810"}}); got.Status != 303 {
		t.Errorf("a good PIN answers %d", got.Status)
	}
	owner := w.AsStaff(w.Dora.ID)
	if got := owner.Post("/admin/shops/people/"+w.Manager.ID.String()+"/pin", url.Values{"pin": {"9174"}}); got.Status != 303 {
		t.Errorf("the owner sets one: %d", got.Status)
	}
	people, err := shops.People(t.Context(), w.Deps.DB)
	have := ""
	for _, p := range people {
		if p.HasPin() {
			have += p.Name + " "
		}
		if strings.Contains(p.Hash, "4810") {
			t.Error("a PIN stands in the table")
		}
	}
	if err != nil || have != "Klaus Mette " {
		t.Errorf("%shave a PIN, %v", have, err)
	}
}

func TestASaleThatWaitedIsBookedOnceWithItsClerkAndTime(t *testing.T) {
	w := open(t)
	page := w.Till.Get("/till?member=" + w.Charlie.ID.String())
	_, rest, _ := strings.Cut(page.Body, `name="shift" value="`)
	shift, _, _ := strings.Cut(rest, `"`)
	at := w.Deps.DB.Time().Add(time.Hour).Format(time.RFC3339)
	form := url.Values{"who": {"charlie@example.com"}, "amount": {"31"}, "shift": {shift}, "happened_at": {at}, "key": {w.key()}}
	send := func(form url.Values) apptest.Answer {
		return w.Till.Post("/till/queued", form, "Accept", "application/json")
	}
	before := w.spendable(w.Charlie.ID)
	testdb.Forward(t, w.Deps.DB, 30*time.Hour)
	if got := w.Till.Get("/till/token"); got.Status != 200 || !got.Has(`"csrf"`) {
		t.Fatalf("a locked till asks for a token: %d %s", got.Status, got.Body)
	}
	for range 3 {
		got := send(form)
		var receipt struct {
			Booked bool
			Points int64
		}
		if err := json.Unmarshal([]byte(got.Body), &receipt); err != nil || got.Status != 200 || !receipt.Booked || receipt.Points != 31 {
			t.Fatalf("answers %d %s", got.Status, got.Body)
		}
	}
	if got := w.spendable(w.Charlie.ID) - before; got != 31 {
		t.Errorf("sent three times it gives %d", got)
	}
	var actor, happened string
	row := `SELECT s.name FROM audit a JOIN staff s ON s.id = a.actor_id WHERE a.action = 'till.purchase'`
	if err := w.Deps.DB.Get(t.Context(), &actor, row); err != nil || actor != "Klaus" {
		t.Errorf("it was sold by %s, %v", actor, err)
	}
	if err := w.Deps.DB.Get(t.Context(), &happened, `SELECT detail ->> 'happened_at' FROM audit WHERE action = 'till.purchase'`); err != nil || happened != at {
		t.Errorf("it happened at %s instead of %s, %v", happened, at, err)
	}
	for name, change := range map[string][2]string{"happened_at": {"happened_at", w.Deps.DB.Time().Add(-49 * time.Hour).Format(time.RFC3339)},
		"who": {"who", "nobody at all"}, "shift": {"shift", shift[:20]}} {
		bad := url.Values{"who": {"charlie@example.com"}, "amount": {"1"}, "shift": {shift}, "happened_at": {at}, "key": {w.key()}}
		bad.Set(change[0], change[1])
		if got := send(bad); got.Status < 400 || got.Status >= 500 {
			t.Errorf("a bad %s answers %d %s", name, got.Status, got.Body)
		}
	}
	other := w.OpenTill(w.Manager)
	if got := other.Post("/till/queued", form, "Accept", "application/json"); got.Status != 403 {
		t.Errorf("another till sends it: %d", got.Status)
	}
}
