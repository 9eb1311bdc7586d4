package staff_test

import (
	"slices"
	"testing"

	"fealty/models/staff"
)

// parts are those of the admin, and one that is not there yet.
var parts = []string{"admin", "me", "rewards", "causes", "offers", "challenges", "brand", "messages", "invitations", "programme", "tiers",
	"members", "partners", "payouts", "statements", "reports", "log", "team", "keys", "setup", "outbox", "claims", "help", "shops", "settings", "something new"}

func TestEachRoleSeesItsPartOfTheOfficeAndNoMore(t *testing.T) {
	money := []string{"members", "partners", "payouts", "statements", "settings", "team", "keys", "log"}
	for _, part := range parts {
		for _, role := range staff.Roles {
			sees, changes := role.Sees(part), role.Changes(part)
			switch {
			case changes && !sees:
				t.Errorf("%s changes %s and doesn't see it", role, part)
			case role == staff.Owner && !sees:
				t.Errorf("the owner doesn't see %s", part)
			case (role.IsPartner() || role == staff.Clerk) && sees:
				t.Errorf("%s sees %s", role, part)
			case role == staff.Marketing && sees && slices.Contains(money, part):
				t.Errorf("marketing sees %s", part)
			case role == staff.Accountant && changes && part != "admin" && part != "me":
				t.Errorf("the accountant changes %s", part)
			}
		}
	}
	if staff.Manager.Sees("team") || staff.Manager.Changes("programme") == false || staff.Marketing.Changes("programme") {
		t.Error("the manager runs the club but for its people, and marketing no rules")
	}
}
