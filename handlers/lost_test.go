package handlers_test

import (
	"testing"

	"fealty/handlers/apptest"
)

func TestWhoeverIsLostStillSeesWhoTheyAre(t *testing.T) {
	w := openWorld(t)
	for name, c := range map[string]struct {
		who    *apptest.Client
		path   string
		status int
		has    string
		hasNot string
	}{
		"a member":               {w.AsMember(w.Alice.ID), "/nowhere", 404, `href="/home"`, `href="/signin"`},
		"a member, at a reward":  {w.AsMember(w.Alice.ID), "/rewards/00000000-0000-7000-8000-000000000000", 404, `href="/home"`, `href="/signin"`},
		"staff, in the office":   {w.AsStaff(w.Dora.ID), "/admin/nowhere", 404, "/admin/signout", `href="/admin/signin"`},
		"a partner":              {w.AsStaff(w.TeaHouseManager.ID), "/partner/nowhere", 404, "/partner/signout", `href="/partner/signin"`},
		"nobody":                 {w.Anonymous(), "/nowhere", 404, `href="/signin"`, `href="/home"`},
		"one of the staff, gone": {w.AsStaff(disabled(w).ID), "/admin/nowhere", 404, "", "/admin/signout"},
	} {
		answer := c.who.Get(c.path)
		if answer.Status != c.status || !answer.Has(c.has) || answer.Has(c.hasNot) {
			t.Errorf("%s: %d, has %s: %v, has %s: %v", name, answer.Status, c.has, answer.Has(c.has), c.hasNot, answer.Has(c.hasNot))
		}
	}
	if answer := w.AsMember(w.Alice.ID).Post("/home", nil); answer.Status != 405 {
		t.Errorf("a form sent to a page answers %d", answer.Status)
	}
}
