package e2e

import (
	"strings"
	"testing"
)

// Alice sends a voucher; a friend without an account opens the link, presses once, and has a code.
func TestAMemberSendsAVoucherToAFriend(t *testing.T) {
	for name, w := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			l := s.Deps.Views.Locales().Pick(w.language)
			voucher, _ := s.voucher(t, s.Cake, "a gift")
			b := s.open(t, w)
			b.As(s.AsMember(s.Alice.ID))
			b.Go("/vouchers/" + voucher.String())
			b.Press(l.T("member.vouchers.gift.send"))
			b.Sees(l.T("member.vouchers.state.on_way"))
			link := strings.TrimPrefix(b.ask(`document.querySelector("#link").value`), s.base)
			friend := s.open(t, w)
			friend.Go(link)
			friend.Sees(l.T("member.giftlink.show.from", "Name", "Alice"))
			friend.Press(l.T("member.giftlink.show.accept"))
			friend.Sees(l.T("member.giftlink.show.mine"), l.T("member.vouchers.show.say"))
			friend.Go(link) // the same browser finds it again
			friend.Sees(l.T("member.giftlink.show.mine"))
			b.Go("/vouchers/" + voucher.String())
			b.Sees(l.T("member.vouchers.state.given"))
		})
	}
}
