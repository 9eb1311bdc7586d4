package e2e

import (
	"testing"
	"time"

	"fealty/models/closing"
	"fealty/models/db/testdb"
	"fealty/models/members"
	"fealty/models/money"
)

// Alice gives to a cause and takes it back; then a friend comes by her link, and after the first purchase both have gained.
func TestAMemberGivesAndInvites(t *testing.T) {
	for name, w := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			b := s.open(t, w)
			b.As(s.AsMember(s.Alice.ID))
			b.gives()
			b.Go("/invite")
			link := b.ask(`document.querySelector("#link").value`)
			if link != s.base+"/i/"+s.Alice.InviteCode {
				t.Fatalf("the link is %s", link)
			}
			s.friendComes(t, w, "/i/"+s.Alice.InviteCode)
			s.friendBuys(t, b)
		})
	}
}

// gives gives 100 points to the forest, looks at the receipt and the totals, and undoes it.
func (b *Browser) gives() {
	b.t.Helper()
	l := b.site.Deps.Views.Locales().Pick(b.language)
	b.Go("/give")
	b.PressOn(`label:has([name="cause"][value="` + b.site.Forest.String() + `"])`)
	b.PressOn(`label:has([name="points"][value="100"])`)
	give := l.T("member.give.index.give", "Points", money.Points(100))
	if b.noScripts {
		b.PressOn("#sum button")
		b.Sees(l.T("member.give.index.look"))
	}
	b.Press(give)
	b.IsAt("/donations/…")
	// 100 points become €5 and the shop adds as much.
	b.Sees(l.T("member.donations.show.given", "Points", money.Points(100)), "Forest by the fjord", l.MoneyExact(1000))
	receipt := b.ask("location.pathname")
	b.Go("/give")
	b.Sees(l.T("member.give.index.have", "Points", money.Points(1100)), l.T("member.give.index.mine_text", "Money", money.Amount(1000)))
	b.Go(receipt)
	b.Press(l.T("member.donations.show.undo", "Points", money.Points(100)))
	b.Sees(l.T("member.donations.show.undone", "Points", money.Points(100)))
	b.Go("/give")
	b.Sees(l.T("member.give.index.have", "Points", money.Points(1200)))
}

// friendComes lets Nora join by the link: the welcome points and the gift are hers at once.
func (s *site) friendComes(t *testing.T, w way, link string) {
	t.Helper()
	l := s.Deps.Views.Locales().Pick(w.language)
	friend := s.open(t, w)
	friend.Go(link)
	friend.Sees(l.T("member.invitations.show.heading", "Name", "Alice", "Club", "Havn Club"),
		l.T("member.invitations.show.gift", "Points", money.Points(200)))
	friend.joins(link, "Nora", "nora@example.com")
	friend.Sees("Nora", l.Number(200))
}

// friendBuys lets Nora shop, and the days pass in which she could bring it back; Alice, whose window this is, looks each time.
func (s *site) friendBuys(t *testing.T, b *Browser) {
	t.Helper()
	l := s.Deps.Views.Locales().Pick(b.language)
	day := testdb.Start
	b.Go("/invite")
	b.Sees("Nora", l.T("member.invite.index.state.joined", "On", l.Date(day)), l.T("member.invite.index.tag.waiting"))
	nora, err := members.FindByContact(t.Context(), s.Deps.DB, members.Contact{Kind: members.Email, Value: "nora@example.com"})
	if err != nil {
		t.Fatal(err)
	}
	s.Buy(nora, "W-N-1", 60)
	b.Go("/invite")
	b.Sees(l.T("member.invite.index.state.waiting", "Bought", l.Date(day), "Due", l.Date(day.AddDate(0, 0, 30))))
	// The night is closed later, but the windows stay as they are: only what the page says moves on.
	later := day.AddDate(0, 0, 32)
	testdb.At(t, s.Deps.DB, later)
	if _, err := closing.Night(t.Context(), s.Deps.DB, closing.Deps{Programme: s.Deps.Programme}, later.AddDate(0, 0, -1).Truncate(24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	b.As(s.AsMember(s.Alice.ID))
	b.Go("/invite")
	b.Sees(l.T("member.invite.index.state.rewarded", "On", l.On(later)), l.Signed(200), l.T("member.invite.index.earned", "Points", money.Points(200)))
	b.Go("/activity")
	b.Sees(l.Signed(200))
}
