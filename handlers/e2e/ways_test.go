package e2e

import "testing"

// Alice asks what a basket would give, and finds the way from there to the tiers.
func TestABasketSaysWhatItWouldGive(t *testing.T) {
	for name, w := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			b := s.open(t, w)
			b.As(s.AsMember(s.Alice.ID))
			l := s.Deps.Views.Locales().Pick(b.language)
			b.Go("/home")
			b.Press(l.T("member.home.index.how"))
			b.IsAt("/earn")
			b.Sees(l.T("member.earn.index.none"))
			b.Fill("amount", "20")
			if b.noScripts {
				b.Press(l.T("member.earn.index.work_out"))
			}
			b.Sees("30", l.T("member.earn.index.worth", "Money", l.Money(150)))
			b.Go("/offers")
			b.Press(l.T("member.offers.index.tiers"))
			b.IsAt("/tiers")
			b.Sees(l.T("member.home.index.never"))
		})
	}
}
