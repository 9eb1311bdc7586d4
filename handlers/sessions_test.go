package handlers_test

import (
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"strings"
	"testing"
	"time"

	"fealty/handlers/apptest"
	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/enrolling"
	"fealty/models/ids"
	"fealty/models/sessions"
	"fealty/models/staff"
)

// walk tries ids of sessions that should be worth nothing (T13).
type walk struct {
	*testing.T
	w               *apptest.World
	tried, accepted int
}

// isIn tells whether a browser with this session's id gets behind a door.
func (k *walk) isIn(id, door string) bool {
	k.Helper()
	c := k.w.Anonymous()
	c.Cookie("fealty", id)
	return c.Get(door).Status == 200
}

func (k *walk) isDead(what, id, door string) {
	k.Helper()
	k.tried++
	if k.isIn(id, door) {
		k.accepted++
		k.Errorf("%s: the old id still opens %s", what, door)
	}
}

func (k *walk) isAlive(what, id, door string) {
	k.Helper()
	if len(id) != 43 || !k.isIn(id, door) {
		k.Errorf("%s: the id %q should open %s", what, id, door)
	}
}

// enter signs a browser in with the code that was sent to a member's address.
func (k *walk) enter(c *apptest.Client, contact string) {
	k.Helper()
	sent := c.Post("/signin", url.Values{"contact": {contact}})
	at, err := url.Parse(sent.Location())
	if err != nil || sent.Status != 303 {
		k.Fatalf("%d %v", sent.Status, err)
	}
	var id ids.SignIn
	if err := id.UnmarshalText([]byte(at.Query().Get("r"))); err != nil {
		k.Fatal(err)
	}
	digits, err := enrolling.DemoCode(k.Context(), k.w.Deps.DB, id)
	if err != nil {
		k.Fatal(err)
	}
	if in := c.Post(sent.Location(), url.Values{"request": {id.String()}, "code": {digits}}); in.Status != 303 {
		k.Fatalf("%d %s", in.Status, in.Body)
	}
}

func (k *walk) write(writes ...db.Write) {
	k.Helper()
	if err := db.InTx(k.Context(), k.w.Deps.DB, func(tx *db.Tx) error {
		for _, one := range writes {
			if err := tx.Apply(k.Context(), one); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		k.Fatal(err)
	}
}

func TestNoOldSessionIsWorthAnything(t *testing.T) {
	k := &walk{T: t, w: apptest.Open(t)}
	k.fixation()
	k.renewal()
	k.revocation()
	k.staffDoor()
	k.staffRevocation()
	k.staffAccounts()
	k.expiry()
	k.onlyHashes()
	t.Logf("old ids tried %d, accepted %d", k.tried, k.accepted)
	if k.tried < 15 {
		t.Error("too little was tried")
	}
}

// fixation plants an id that somebody else knows before the sign-in.
func (k *walk) fixation() {
	made := strings.Repeat("A", 43)
	attackers := k.w.AsMember(k.w.Charlie.ID).SessionID()
	for what, planted := range map[string]string{"a made-up id": made, "an attacker's own session": attackers} {
		victim := k.w.Anonymous()
		victim.Cookie("fealty", planted)
		k.enter(victim, "alice@example.com")
		if victim.SessionID() == planted {
			k.Errorf("%s was planted and kept", what)
		}
		k.isDead(what, planted, "/home")
		k.isAlive("the victim's", victim.SessionID(), "/home")
	}
}

func (k *walk) renewal() {
	c := k.w.Anonymous()
	k.enter(c, "alice@example.com")
	before := c.SessionID()
	token := c.Token()
	k.enter(c, "alice@example.com")
	k.isDead("signed in again", before, "/home")
	k.isAlive("signed in again", c.SessionID(), "/home")
	if answer := c.PostRaw("/me/signouts", url.Values{"csrf": {token}}, "Sec-Fetch-Site", "same-origin"); answer.Status != 403 {
		k.Errorf("a form's token from before the sign-in passes: %d", answer.Status)
	}
}

func (k *walk) revocation() {
	phone, laptop, others := k.w.AsMember(k.w.Alice.ID), k.w.AsMember(k.w.Alice.ID), k.w.AsMember(k.w.Bob.ID)
	first, second := phone.SessionID(), laptop.SessionID()
	phone.Post("/signout", nil)
	k.isDead("signed out", first, "/home")
	k.isAlive("the other device", second, "/home")
	third := k.w.AsMember(k.w.Alice.ID)
	laptop.Post("/me/signouts", nil)
	k.isDead("signed out everywhere, here", second, "/home")
	k.isDead("signed out everywhere, there", third.SessionID(), "/home")
	k.isAlive("somebody else's", others.SessionID(), "/home")
}

// staffDoor goes in by the password, as the counter's people do.
func (k *walk) staffDoor() {
	c := k.w.AsStaff(k.w.TeaHouseClerk.ID)
	before := c.SessionID()
	in := c.Post("/partner/signin", url.Values{"email": {k.w.TeaHouseClerk.Email}, "password": {apptest.Password}})
	if in.Status != 303 || in.Location() != "/partner" {
		k.Fatalf("%d %s %s", in.Status, in.Location(), in.Body)
	}
	k.isDead("staff signed in again", before, "/partner")
	k.isAlive("staff signed in again", c.SessionID(), "/partner")
	inside := c.SessionID()
	c.Post("/partner/signout", nil)
	k.isDead("staff signed out", inside, "/partner")
}

func (k *walk) staffRevocation() {
	w := k.w
	gone := w.Hire("Gitte", staff.Manager, ids.Partner{})
	id := w.AsStaff(gone.ID).SessionID()
	k.isAlive("staff", id, "/admin")
	k.write(staff.Disable(gone.ID, w.Deps.DB.Time()))
	k.isDead("disabled", id, "/admin")

	moved := w.Hire("Mona", staff.Manager, ids.Partner{})
	id = w.AsStaff(moved.ID).SessionID()
	moved.Role = staff.Clerk
	k.write(staff.SetRole(moved)) // even before the sessions end, the row is read each time
	k.isDead("with a lesser role", id, "/admin")

	// Choosing a new password ends the sessions that there were.
	forgetful := w.Hire("Fia", staff.Owner, ids.Partner{})
	id = w.AsStaff(forgetful.ID).SessionID()
	token := w.Deps.StaffLinks.Token(forgetful, w.Deps.DB.Time().Add(time.Hour))
	chosen := w.Anonymous().Post("/admin/password/"+forgetful.ID.String()+"/"+token, url.Values{"password": {"a whole new long one"}})
	if chosen.Status != 303 {
		k.Fatalf("%d %s", chosen.Status, chosen.Body)
	}
	k.isDead("after a new password", id, "/admin")
	again := w.Anonymous().Post("/admin/password/"+forgetful.ID.String()+"/"+token, url.Values{"password": {"another whole new one"}})
	if again.Status != 410 {
		k.Errorf("a link to choose a password was used twice: %d", again.Status)
	}
}

func (k *walk) expiry() {
	d := k.w.Deps.DB
	start := d.Time()
	defer testdb.At(k, d, start)
	for _, at := range []struct {
		what, id, door string
		life           sessions.Life
	}{
		{"a member's", k.w.AsMember(k.w.Alice.ID).SessionID(), "/home", sessions.LifeOf(sessions.OfMember)},
		{"staff's", k.w.AsStaff(k.w.Dora.ID).SessionID(), "/admin", sessions.LifeOf(sessions.OfStaff)},
	} {
		testdb.At(k, d, start.Add(at.life.Idle-time.Minute))
		k.isAlive(at.what+" just before it has idled", at.id, at.door)
		testdb.Forward(k, d, at.life.Idle+time.Minute)
		k.isDead(at.what+" after idling", at.id, at.door)
		testdb.At(k, d, start)
	}
	member, office := k.w.AsMember(k.w.Alice.ID).SessionID(), k.w.AsStaff(k.w.Dora.ID).SessionID()
	for since := time.Duration(0); since < 7*24*time.Hour; since += 11 * time.Hour {
		testdb.At(k, d, start.Add(since))
		k.isAlive("staff's in use", office, "/admin")
	}
	testdb.At(k, d, start.Add(7*24*time.Hour+time.Second))
	k.isDead("staff's after its whole life", office, "/admin")
	for since := time.Duration(0); since < 180*24*time.Hour; since += 29 * 24 * time.Hour {
		testdb.At(k, d, start.Add(since))
		k.isAlive("a member's in use", member, "/home")
	}
	testdb.At(k, d, start.Add(180*24*time.Hour+time.Second))
	k.isDead("a member's after its whole life", member, "/home")
}

// onlyHashes looks for what is in the cookies in every row of every table.
func (k *walk) onlyHashes() {
	c := k.w.Anonymous()
	k.enter(c, "alice@example.com")
	owner := testdb.Owner(k, k.w.Deps.DB)
	var tables []string
	if err := owner.Select(&tables, `SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'`); err != nil {
		k.Fatal(err)
	}
	for _, table := range tables {
		var found int
		err := owner.Get(&found, `SELECT count(*) FROM `+table+` t WHERE position($1 IN cast(t AS text)) > 0 OR position($2 IN cast(t AS text)) > 0`,
			c.SessionID(), hexOf(k, c.SessionID()))
		if err != nil || found > 0 {
			k.Errorf("the table %s holds a session's id: %d %v", table, found, err)
		}
	}
	// What the table does hold opens nothing.
	var stored []string
	if err := owner.Select(&stored, `SELECT translate(encode(id_hash, 'base64'), '+/=', '-_') FROM sessions`); err != nil {
		k.Fatal(err)
	}
	for _, digest := range stored {
		k.isDead("the stored digest as a cookie", digest, "/home")
	}
}

func hexOf(t testing.TB, id string) string {
	t.Helper()
	raw, err := base64.RawURLEncoding.DecodeString(id)
	if err != nil || len(raw) != 32 {
		t.Fatalf("a session's id holds %d bytes: %v", len(raw), err)
	}
	return hex.EncodeToString(raw)
}
