package e2e

import (
	"strings"
	"testing"

	"fealty/models/members"
	"fealty/models/money"
)

// A newcomer joins, is welcomed, shops, takes a reward and holds a voucher: in two languages.
func TestANewcomerJoinsShopsAndTakesAReward(t *testing.T) {
	for _, language := range []string{"en", "pl"} {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			b := s.Open(t)
			l := s.Deps.Views.Locales().Pick(language)
			b.Go("/?lang=" + language)
			b.PressOn(`a[href="/join"]`)
			b.Fill("first_name", "Nora")
			b.Fill("contact", "nora@example.com")
			b.Press(l.T("member.join.new.button"))
			b.IsAt("/join/code")
			b.Fill("code", s.Code(t, "nora@example.com"))
			b.Press(l.T("member.code.new.button"))
			b.IsAt("/home")
			b.Sees("Nora", l.Number(int64(s.Version.Document.Earning.Welcome)))
			nora, err := members.FindByContact(t.Context(), s.Deps.DB, members.Contact{Kind: members.Email, Value: "nora@example.com"})
			if err != nil {
				t.Fatal(err)
			}
			s.Buy(nora, "W-N-1", 500)
			b.Go("/rewards")
			b.PressOn(`a[href="/rewards/` + s.Cake.String() + `"]`)
			redeem := l.T("member.rewards.show.redeem", "Points", money.Points(450))
			b.Press(strings.TrimSpace(strings.Split(redeem, "450")[0]) + " 450")
			if !strings.HasPrefix(b.Path(), "/vouchers/") {
				t.Fatalf("the window is at %s, not at a voucher.\n%s", b.Path(), b.where())
			}
			b.Inspect(language + "-voucher")
			b.Go("/activity")
			b.Inspect(language + "-activity-of-a-newcomer")
		})
	}
}
