package handlers_test

import (
	"net/url"

	"fealty/handlers/apptest"
	"fealty/models/ids"
	"fealty/models/sessions"
	"fealty/models/staff"
)

// staffAccounts ends sessions as people do it: a role, a password, a sign-out everywhere, a proof, a second factor taken away.
func (k *walk) staffAccounts() {
	w := k.w
	dora := w.AsStaff(w.Dora.ID)
	somebody := func(name string, role staff.Role) staff.Staff { return w.Hire(name, role, ids.Partner{}) }

	raised := somebody("Rune", staff.Marketing)
	id := w.AsStaff(raised.ID).SessionID()
	k.posts(dora, "/admin/team/"+raised.ID.String(), url.Values{"role": {"owner"}})
	k.isDead("with a higher role", id, "/admin")

	careful := somebody("Cato", staff.Manager)
	here, there := w.AsStaff(careful.ID), w.AsStaff(careful.ID)
	before, other := here.SessionID(), there.SessionID()
	k.posts(here, "/admin/me/password", url.Values{"old": {apptest.Password}, "new": {"a whole new long one"}})
	k.isDead("after a new password of one's own, here", before, "/admin")
	k.isDead("after a new password of one's own, there", other, "/admin")
	k.isAlive("who changed the password", here.SessionID(), "/admin")

	third := w.AsStaff(careful.ID)
	inside := here.SessionID()
	k.posts(third, "/admin/me/signouts", nil)
	k.isDead("staff signed out everywhere, there", inside, "/admin")

	lost := somebody("Leif", staff.Accountant)
	id = w.AsStaff(lost.ID).SessionID()
	k.posts(dora, "/admin/team/"+lost.ID.String()+"/signouts", nil)
	k.isDead("signed out by the owner", id, "/admin")
	id = w.AsStaff(lost.ID).SessionID()
	k.posts(dora, "/admin/team/"+lost.ID.String()+"/resets", nil)
	k.isDead("after the second step was taken away", id, "/admin")

	clerk := w.Stale(sessions.ForStaff(w.TeaHouseClerk.ID))
	before = clerk.SessionID()
	k.posts(clerk, "/partner/stepup?next=/partner", url.Values{"password": {apptest.Password}})
	k.isDead("from before the proof", before, "/partner")
	k.isAlive("after the proof", clerk.SessionID(), "/partner")
}

func (k *walk) posts(c *apptest.Client, path string, form url.Values) {
	k.Helper()
	if answer := c.Post(path, form); answer.Status != 303 {
		k.Fatalf("%s answers %d %s", path, answer.Status, answer.Body)
	}
}
