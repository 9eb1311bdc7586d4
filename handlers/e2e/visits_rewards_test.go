package e2e

import (
	"net/url"
	"testing"

	"fealty/handlers/apptest"
	"fealty/models/catalogue"
	"fealty/models/ids"
	"fealty/models/redeeming"
	"fealty/models/shipments"
)

// rewardVisits are the pages of rewards of every kind, each with one of Alice's.
func (s *site) rewardVisits(t *testing.T) map[string]visit {
	t.Helper()
	rewards := map[catalogue.Kind]ids.Reward{}
	taken := map[catalogue.Kind]ids.Voucher{}
	for _, kind := range []catalogue.Kind{catalogue.Event, catalogue.Content, catalogue.Credit, catalogue.EarlyAccess, catalogue.Physical} {
		rewards[kind] = s.OfKind(kind, "Thing of kind "+string(kind))
		taken[kind] = s.taken(t, rewards[kind])
	}
	stamps := s.OfKind(catalogue.StampCard, "Tenth coffee")
	s.Buy(s.Alice, "stamped", 7)
	pool := s.OfKind(catalogue.Product, "Ticket from a list", func(r *catalogue.Reward) { r.Codes = catalogue.PoolCodes })
	dora := s.AsStaff(s.Dora.ID)
	codes := "/admin/rewards/" + pool.String() + "/codes"
	dora.Post(codes+"/made", url.Values{"count": {"3"}})
	dora.Post(codes+"/shared", url.Values{"code": {"SUMMER-25"}, "per_member": {"1"}, "total": {"100"}})
	pooled := s.taken(t, pool)
	alice := []place{{route: "GET /codes/new", at: "/codes/new"}, {route: "GET /rewards with a stamp card", at: "/rewards?show=experience"},
		{route: "GET /vouchers/:id with a code of the shop's", at: "/vouchers/" + pooled.String()}}
	office := []place{{route: "GET /admin/rewards/:id/codes", at: codes},
		{route: "GET /admin/rewards/:id/guests", at: "/admin/rewards/" + rewards[catalogue.Event].String() + "/guests"},
		{route: "GET /admin/rewards/:id/guests with nobody", at: "/admin/rewards/" + pool.String() + "/guests"},
		{route: "GET /admin/shipments", at: "/admin/shipments"},
		{route: "GET /admin/shipments with nothing", at: "/admin/shipments?show=packed"},
		{route: "GET /admin/rewards/new with a stamp card", at: "/admin/rewards/new?kind=stamp_card"},
		{route: "GET /admin/rewards/:id/edit with a stamp card", at: "/admin/rewards/" + stamps.String() + "/edit"}}
	for kind, voucher := range taken {
		alice = append(alice, place{route: "GET /vouchers/:id with kind " + string(kind), at: "/vouchers/" + voucher.String()},
			place{route: "GET /rewards/:id with kind " + string(kind), at: "/rewards/" + rewards[kind].String()})
		office = append(office, place{route: "GET /admin/rewards/:id/edit with kind " + string(kind), at: "/admin/rewards/" + rewards[kind].String() + "/edit"})
	}
	return map[string]visit{
		"Alice with everything": {s.sitting(s.AsMember(s.Alice.ID)), alice},
		"Dora with everything":  {s.sitting(s.AsStaff(s.Dora.ID)), office},
	}
}

// taken lets Alice take a reward, sent home where it goes by post.
func (s *site) taken(t *testing.T, reward ids.Reward) ids.Voucher {
	t.Helper()
	home := &shipments.Address{Recipient: "Alice Haddad", Street: "Havnegata 1", Postcode: "0150", City: "Oslo", Country: "NO"}
	card, err := catalogue.Find(t.Context(), s.Deps.DB, reward)
	if err != nil {
		t.Fatal(err)
	}
	if card.Kind != catalogue.Physical {
		home = nil
	}
	got, err := redeeming.Redeem(t.Context(), s.Deps.DB, redeeming.Deps{Programme: s.Deps.Programme, Keys: s.Deps.Keyring},
		redeeming.Redemption{Member: s.Alice.ID, Reward: reward, Key: apptest.FormKey("take " + reward.String()), Address: home})
	if err != nil {
		t.Fatal(err)
	}
	return got.Voucher
}
