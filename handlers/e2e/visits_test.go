package e2e

import (
	"maps"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"fealty/handlers/apptest"
	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/staff"
)

// visit is somebody with the pages that they open.
type visit struct {
	enter func(*Browser) // until they are who they are
	pages []place
}

// visits are everybody's, by name. The shop has one of each thing to look at.
func (s *site) visits(t *testing.T) map[string]visit {
	t.Helper()
	f := s.furnish(t)
	all := map[string]visit{
		"a stranger":        {func(*Browser) {}, s.strangersPages(f)},
		"Alice":             {s.sitting(s.AsMember(s.Alice.ID)), s.alicesPages(f)},
		"Charlie":           {s.sitting(s.AsMember(s.Charlie.ID)), s.charliesPages()},
		"Dora":              {s.sitting(s.AsStaff(s.Dora.ID)), s.dorasPages(f)},
		"Dora's brand":      {s.sitting(s.AsStaff(s.Dora.ID)), brandPages()},
		"Tove":              {s.sitting(s.AsStaff(s.TeaHouseManager.ID)), tovesPages(f)},
		"Dora at the door":  {givingThePassword("/admin", s.Dora), doorPages("/admin", "app")},
		"Mette at the door": {givingThePassword("/admin", s.Manager), doorPages("/admin", "code")},
		"Frida at the door": {givingThePassword("/partner", s.FjordkinoManager), doorPages("/partner", "app")},
		"Tove at the door":  {givingThePassword("/partner", s.TeaHouseManager), doorPages("/partner", "code")},
	}
	maps.Copy(all, s.counterVisits(t))
	maps.Copy(all, s.teamVisits(t))
	maps.Copy(all, s.givingVisits(t))
	maps.Copy(all, s.rewardVisits(t))
	maps.Copy(all, s.peopleVisits(t))
	return all
}

// sitting lets somebody sit down who is signed in.
func (s *site) sitting(c *apptest.Client) func(*Browser) {
	return func(b *Browser) { b.As(c) }
}

// givingThePassword brings one of the staff as far as the second step.
func givingThePassword(area string, who staff.Staff) func(*Browser) {
	return func(b *Browser) {
		b.t.Helper()
		b.Speak("en")
		b.Go(area + "/signin")
		b.signsIn(who.Email)
		b.IsAt(area + "/signin/…")
	}
}

func doorPages(area, step string) []place {
	path := area + "/signin/" + step
	return []place{{route: "GET " + path, at: path}}
}

func (s *site) strangersPages(f furniture) []place {
	link := func(area string, of staff.Staff) string {
		return area + "/password/" + of.ID.String() + "/" + s.Deps.StaffLinks.Token(of, s.Deps.DB.Time().Add(time.Hour))
	}
	return []place{
		{route: "GET /", at: "/"},
		{route: "GET /join", at: "/join"},
		{route: "GET /join/code", at: "/join/code?r=" + f.asked.String()},
		{route: "GET /join/code with nothing asked", at: "/join/code"},
		{route: "GET /signin", at: "/signin"},
		{route: "GET /signin/code", at: "/signin/code?r=" + f.asked.String()},
		{route: "GET /signin/links/:id/:token", at: f.link},
		{route: "GET /how", at: "/how"},
		{route: "GET /terms", at: "/terms"},
		{route: "GET /i/:code", at: "/i/" + s.Alice.InviteCode},
		{route: "GET /i/:code with nobody's code", at: "/i/nobody", status: 404},
		{route: "GET /c/:number", at: "/c/" + s.Alice.Number},
		{route: "GET /v/:code", at: "/v/" + f.potCode},
		{route: "GET /admin/signin", at: "/admin/signin"},
		{route: "GET /partner/signin", at: "/partner/signin"},
		{route: "GET /admin/password/:id/:token", at: link("/admin", s.Clerk)},
		{route: "GET /partner/password/:id/:token", at: link("/partner", s.TeaHouseClerk)},
		{route: "GET /nowhere", at: "/nowhere", status: 404},
	}
}

func (s *site) alicesPages(f furniture) []place {
	return []place{
		{route: "GET /home", at: "/home"},
		{route: "GET /rewards", at: "/rewards"},
		{route: "GET /rewards/:id", at: "/rewards/" + s.FlatWhite.String()},
		{route: "GET /vouchers", at: "/vouchers"},
		{route: "GET /vouchers/:id", at: "/vouchers/" + f.cake.String()},
		{route: "GET /vouchers/:id with a used one", at: "/vouchers/" + f.used.String()},
		{route: "GET /card", at: "/card"},
		{route: "GET /activity", at: "/activity"},
		{route: "GET /give", at: "/give"},
		{route: "GET /give/sum", at: "/give/sum?points=100&cause=" + s.Forest.String()},
		{route: "GET /donations/:id", at: "/donations/" + f.gift.String()},
		{route: "GET /donations/:id with one undone", at: "/donations/" + f.undone.String()},
		{route: "GET /invite", at: "/invite"},
		{route: "GET /offers", at: "/offers"},
		{route: "GET /earn", at: "/earn"},
		{route: "GET /earn with a basket", at: "/earn?amount=24.50"},
		{route: "GET /tiers", at: "/tiers"},
		{route: "GET /more", at: "/more"},
		{route: "GET /me", at: "/me"},
		{route: "GET /me/contacts/new", at: "/me/contacts/new"},
		{route: "GET /me/contacts/code", at: "/me/contacts/code?r=" + f.adding.String()},
	}
}

// charliesPages are those of somebody who has nothing yet.
func (s *site) charliesPages() []place {
	return []place{
		{route: "GET /home with nothing", at: "/home"},
		{route: "GET /rewards with nothing found", at: "/rewards?q=xyzzy"},
		{route: "GET /rewards/:id with too few points", at: "/rewards/" + s.FlatWhite.String()},
		{route: "GET /rewards/:id with a tier missing", at: "/rewards/" + s.Mug.String()},
		{route: "GET /rewards/:id with none left", at: "/rewards/" + s.Tote.String()},
		{route: "GET /vouchers with nothing", at: "/vouchers"},
		{route: "GET /invite with nobody", at: "/invite"},
		{route: "GET /offers with the first tier", at: "/offers"},
		{route: "GET /tiers with the first tier", at: "/tiers"},
	}
}

func (s *site) dorasPages(f furniture) []place {
	return []place{
		{route: "GET /admin", at: "/admin"},
		{route: "GET /admin/rewards", at: "/admin/rewards"},
		{route: "GET /admin/rewards/new", at: "/admin/rewards/new"},
		{route: "GET /admin/rewards/:id/edit", at: "/admin/rewards/" + s.Pot.String() + "/edit"},
		{route: "GET /admin/causes", at: "/admin/causes"},
		{route: "GET /admin/causes/new", at: "/admin/causes/new"},
		{route: "GET /admin/causes/:id/edit", at: "/admin/causes/" + s.Forest.String() + "/edit"},
		{route: "GET /admin/partners", at: "/admin/partners"},
		{route: "GET /admin/partners/new", at: "/admin/partners/new"},
		{route: "GET /admin/partners/:id", at: "/admin/partners/" + s.TeaHouse.ID.String()},
		{route: "GET /admin/partners/:id/statements/:month", at: "/admin/partners/" + s.TeaHouse.ID.String() + "/statements/2026-03"},
		{route: "GET /admin/partners/:id/statements/:month/payments/new", at: "/admin/partners/" + s.TeaHouse.ID.String() + "/statements/2026-03/payments/new", status: 404},
		{route: "GET /admin/causes/:id/payouts", at: "/admin/causes/" + s.Forest.String() + "/payouts"},
		{route: "GET /admin/causes/:id/payouts/new", at: "/admin/causes/" + s.Forest.String() + "/payouts/new"},
		{route: "GET /admin/members", at: "/admin/members"},
		{route: "GET /admin/members/:id", at: "/admin/members/" + s.Alice.ID.String()},
		{route: "GET /admin/outbox", at: "/admin/outbox"},
		{route: "GET /admin/outbox/:id", at: "/admin/outbox/" + f.dead.String()},
		{route: "GET /admin/log", at: "/admin/log"},
		{route: "GET /admin/programme", at: "/admin/programme"},
	}
}

func tovesPages(f furniture) []place {
	return []place{
		{route: "GET /partner", at: "/partner"},
		{route: "GET /partner with a good code", at: "/partner?code=" + f.potCode},
		{route: "GET /partner with a typing error", at: "/partner?code=" + f.potCode[:13] + "!"},
		{route: "GET /partner with a use", at: "/partner?use=" + f.use.String()},
		{route: "GET /partner/uses", at: "/partner/uses"},
		{route: "GET /partner/offers", at: "/partner/offers"},
		{route: "GET /partner/offers/new", at: "/partner/offers/new"},
		{route: "GET /partner/team", at: "/partner/team"},
		{route: "GET /partner/statements/:month", at: "/partner/statements/2026-03"},
		{route: "GET /partner/statements/:month with nothing used", at: "/partner/statements/2026-02"},
	}
}

// enrol gives one of the staff a second step.
func (s *site) enrol(t *testing.T, who staff.Staff) {
	t.Helper()
	secret, _, err := staff.NewTOTP(s.Deps.DB.Random, "Havn Club", who.Email)
	if err != nil {
		t.Fatal(err)
	}
	code, err := totp.GenerateCode(secret, s.Deps.DB.Time())
	if err != nil {
		t.Fatal(err)
	}
	if err := db.InTx(t.Context(), s.Deps.DB, func(tx *db.Tx) error {
		return staff.EnrolTOTP(t.Context(), tx, s.Deps.Box, staff.Enrolment{ID: who.ID, Secret: secret, Code: code})
	}); err != nil {
		t.Fatal(err)
	}
}

// furniture is what stands about in the shop to be looked at.
type furniture struct {
	cake, used    ids.Voucher
	potCode, link string
	use           ids.Use
	gift, undone  ids.Donation
	asked, adding ids.SignIn
	dead          ids.Message
}
