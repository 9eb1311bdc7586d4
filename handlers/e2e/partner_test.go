package e2e

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"fealty/models/redeeming"
	"fealty/models/vouchers"
)

// pot is a fresh voucher of Alice's for a pot of tea, as its code.
func (s *site) pot(t *testing.T, key string) string {
	t.Helper()
	deps := redeeming.Deps{Programme: s.Deps.Programme, Keys: s.Deps.Keyring}
	got, err := redeeming.Redeem(t.Context(), s.Deps.DB, deps, redeeming.Redemption{Member: s.Alice.ID, Reward: s.Pot, Key: key})
	if err != nil {
		t.Fatal(err)
	}
	v, err := vouchers.Find(t.Context(), s.Deps.DB, s.Alice.ID, got.Voucher)
	if err != nil {
		t.Fatal(err)
	}
	code, err := s.Deps.Keyring.Open(v)
	if err != nil {
		t.Fatal(err)
	}
	return code.String()
}

// scan types into whatever has the focus and presses Enter, as a scanner does.
func (b *Browser) scan(text string) {
	b.t.Helper()
	b.do("scan "+text, chromedp.KeyEvent(text+kb.Enter), chromedp.Sleep(100*time.Millisecond))
	b.settle()
}

func TestAPartnerScansCodeAfterCodeWithoutTouchingAnything(t *testing.T) {
	for language, words := range map[string]struct{ used, refused, undo, undone, look, use string }{
		"en":      {"Valid, and now used", "Already used", "Undo", "Undone", "Valid, and not used yet", "Use it"},
		"zh-Hant": {"有效，現已使用", "已使用過", "復原", "已復原", "有效，尚未使用", "使用"},
	} {
		t.Run(language, func(t *testing.T) {
			s := newSite(t)
			first, second := s.pot(t, "one"), s.pot(t, "two")
			b := s.Open(t)
			b.As(s.AsStaff(s.TeaHouseManager.ID))
			b.Speak(language)
			b.Go("/partner")
			b.Inspect("partner-home-" + language)
			b.scan(first)
			b.Sees(words.used, "One Pot of tea.")
			b.IsAt("/partner")
			b.scan(s.base + "/v/" + second)
			b.Sees(words.used, second)
			b.Inspect("partner-used-" + language)
			b.scan(first)
			b.Sees(words.refused)
			b.Inspect("partner-refused-" + language)
			b.scan(second[:13] + "!")
			b.scan(second)
			b.Sees(words.refused)
			b.Go("/v/" + first)
			b.Sees(words.refused)
			b.Go("/partner/uses")
			b.Inspect("partner-uses-" + language)
			b.PressOn("tbody tr:first-child a")
			b.Sees(words.used)
			b.Press(words.undo)
			b.Sees(words.undone)
			b.Go("/v/" + second)
			b.Sees(words.look)
			b.Inspect("partner-look-" + language)
			b.PressOn("#verdict button")
			b.Sees(words.used)
			b.Go("/partner/offers")
			b.Inspect("partner-offers-" + language)
		})
	}
}
