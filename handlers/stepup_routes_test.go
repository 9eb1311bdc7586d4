package handlers_test

import (
	"regexp"
	"testing"

	"fealty/handlers"
)

// weighty are the routes that a stolen cookie must not open (R11): roles, keys, one's own ways in, money that goes out, erasing,
// merging, and lists of members that leave the house.
var weighty = regexp.MustCompile(`^POST .*/payouts$|^(POST|GET) (/admin/team/.+|/admin/keys/.+|/(admin|partner)/me/(app|passkeys|recovery).*|.*/payouts/new|` +
	`.*/statements/:month/payments.*|.*/erasures.*|.*/merges.*|/admin/members\.csv|/admin/members/:id/export.*)$`)

func TestWhatAStolenCookieMustNotDoAsksForAFreshProof(t *testing.T) {
	w := openWorld(t)
	marked := 0
	for _, route := range handlers.Routes(w.Deps) {
		name := route.Method + " " + route.Path
		switch {
		case route.StepUp:
			marked++
		case weighty.MatchString(name):
			t.Errorf("%s asks for no fresh proof: mark it with StepUp", name)
		}
	}
	if marked < 30 {
		t.Errorf("only %d routes ask for a fresh proof", marked)
	}
}
