package e2e

import (
	"net/url"
	"testing"

	"fealty/models/enrolling"
	"fealty/models/ids"
	"fealty/models/sessions"
	"fealty/models/staff"
)

// teamVisits are the team, one's own account, and the proofs.
func (s *site) teamVisits(t *testing.T) map[string]visit {
	t.Helper()
	dora := s.AsStaff(s.Dora.ID)
	dora.Post("/admin/team", url.Values{"name": {"Eve Aas-Lindqvist"}, "email": {"eve@shop.example"}, "role": {"marketing"}, "language": {"en"}})
	dora.Post("/admin/keys", url.Values{"name": {"Web shop"}})
	eve, err := staff.FindByEmail(t.Context(), s.Deps.DB, "eve@shop.example")
	if err != nil {
		t.Fatal(err)
	}
	s.enrol(t, s.TeaHouseClerk)
	asked, err := enrolling.RequestProof(t.Context(), s.Deps.DB, enrolling.Deps{Programme: s.Deps.Programme, CodeKey: s.Deps.CodeKey}, s.Bob)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]visit{
		"Dora's team":   {s.sitting(dora), s.teamPages(eve.ID)},
		"Timo":          {s.sitting(s.AsStaff(s.TeaHouseClerk.ID)), ownPages("/partner")},
		"Klaus":         {s.sitting(s.AsStaff(s.Clerk.ID)), []place{{route: "GET /admin with a clerk", at: "/admin", status: 403}}},
		"Dora late":     {s.sitting(s.Stale(sessions.ForStaff(s.Dora.ID))), []place{{route: "GET /admin/stepup", at: "/admin/stepup"}}},
		"Timo late":     {s.sitting(s.Stale(sessions.ForStaff(s.TeaHouseClerk.ID))), []place{{route: "GET /partner/stepup", at: "/partner/stepup"}}},
		"Bob late":      {s.sitting(s.Stale(sessions.ForMember(s.Bob.ID))), proofPages(asked.ID)},
		"the forgetful": {func(*Browser) {}, []place{{route: "GET /admin/lost", at: "/admin/lost"}, {route: "GET /partner/lost", at: "/partner/lost"}}},
	}
}

func (s *site) teamPages(invited ids.Staff) []place {
	return append(ownPages("/admin"),
		place{route: "GET /admin/team", at: "/admin/team"},
		place{route: "GET /admin/team/new", at: "/admin/team/new"},
		place{route: "GET /admin/team/:id", at: "/admin/team/" + s.TeaHouseManager.ID.String()},
		place{route: "GET /admin/team/:id with an invitation", at: "/admin/team/" + invited.String()},
		place{route: "GET /admin/keys", at: "/admin/keys"},
		place{route: "GET /admin/keys/new", at: "/admin/keys/new"})
}

func ownPages(area string) []place {
	var pages []place
	for _, page := range []string{"/me", "/me/app", "/me/passkeys/new", "/me/recovery"} {
		pages = append(pages, place{route: "GET " + area + page, at: area + page})
	}
	return pages
}

func proofPages(asked ids.SignIn) []place {
	return []place{
		{route: "GET /me/proof", at: "/me/proof"},
		{route: "GET /me/proof/code", at: "/me/proof/code?r=" + asked.String()},
		{route: "GET /me/proof/code with nothing asked", at: "/me/proof/code"},
	}
}
