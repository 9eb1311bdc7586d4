package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"fealty/handlers/apptest"
	"fealty/models/ids"
	"fealty/models/redeeming"
	"fealty/models/vouchers"
)

// voucher is a fresh voucher of Alice's, with its code.
func (s *site) voucher(t *testing.T, reward ids.Reward, key string) (ids.Voucher, string) {
	t.Helper()
	deps := redeeming.Deps{Programme: s.Deps.Programme, Keys: s.Deps.Keyring}
	got, err := redeeming.Redeem(t.Context(), s.Deps.DB, deps, redeeming.Redemption{Member: s.Alice.ID, Reward: reward, Key: apptest.FormKey(key)})
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
	return v.ID, code.String()
}

// scan types into whatever has the focus and presses Enter, as a scanner does, and waits until the next code can be scanned.
func (b *Browser) scan(text string) {
	b.t.Helper()
	const isReady = `document.activeElement?.id === "f-code" && !document.querySelector("#check[data-before]")`
	b.until("wait for a code", func() bool { return b.try(isReady) == "true" })
	b.ask(`document.querySelector("#check").dataset.before = "1"`)
	b.do("scan "+text, chromedp.KeyEvent(text+kb.Enter))
	b.until("be ready for the next code after "+text, func() bool { return b.try(isReady) == "true" })
	b.settle()
}

func TestAPartnerScansCodeAfterCodeWithoutTouchingAnything(t *testing.T) {
	for _, language := range []string{"en", "zh-Hant"} {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			_, first := s.voucher(t, s.Pot, language+" one")
			_, second := s.voucher(t, s.Pot, language+" two")
			l := s.Deps.Views.Locales().Pick(language)
			used, refused := l.T("partner.checks.new.used"), l.T("partner.checks.new.refused.voucher_used")
			b := s.Open(t)
			b.As(s.AsStaff(s.TeaHouseManager.ID))
			b.Speak(language)
			b.Go("/partner")
			b.scan(first)
			b.Sees(used, "One Pot of tea.")
			b.IsAt("/partner")
			b.scan(s.base + "/v/" + second)
			b.Sees(used, second)
			b.Inspect("partner-used-" + language)
			action := b.ask(`document.querySelector("#verdict form").getAttribute("action")`)
			use, _ := strings.CutSuffix(strings.TrimPrefix(action, "/partner/uses/"), "/undo")
			b.scan(first)
			b.Sees(refused)
			b.Inspect("partner-refused-" + language)
			b.scan(second[:13] + "!")
			b.Sees(l.T("partner.checks.new.refused.voucher_mistyped"))
			b.scan(second)
			b.Sees(refused)
			b.Go("/v/" + first)
			b.Sees(refused)
			b.Go("/partner/uses")
			b.PressOn(`a[href="/partner?use=` + use + `"]`)
			b.Sees(used, second)
			b.Press(l.T("web.undo"))
			b.Sees(l.T("partner.checks.new.undone"))
			b.Go("/v/" + second)
			b.Sees(l.T("partner.checks.new.good"))
			b.Press(l.T("partner.checks.new.use"))
			b.Sees(used)
		})
	}
}
