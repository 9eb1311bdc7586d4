package e2e

import (
	"context"
	"net/url"
	"testing"
	"time"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/staff"
)

// HoldsPasskeys gives the window a phone that keeps passkeys and knows its owner by the finger.
func (b *Browser) HoldsPasskeys() webauthn.AuthenticatorID {
	b.t.Helper()
	var id webauthn.AuthenticatorID
	b.do("plug a phone in", webauthn.Enable(), chromedp.ActionFunc(func(ctx context.Context) (err error) {
		id, err = webauthn.AddVirtualAuthenticator(&webauthn.VirtualAuthenticatorOptions{Protocol: webauthn.AuthenticatorProtocolCtap2,
			Transport: webauthn.AuthenticatorTransportInternal, HasResidentKey: true, HasUserVerification: true, IsUserVerified: true,
			AutomaticPresenceSimulation: true}).Do(ctx)
		return err
	}))
	return id
}

const passkeyButton = `form[data-passkey] button`

func TestAPasskeySignsInAloneAsTheSecondStepAndAsAProof(t *testing.T) {
	s := newSiteAt(t, "localhost")
	l := s.Deps.Views.Locales().Pick("en")
	b := s.Open(t)
	b.Speak("en")
	phone := b.HoldsPasskeys()
	b.As(s.AsStaff(s.Manager.ID))
	b.Go("/admin/me/passkeys/new")
	b.Fill("name", "Phone of Mette")
	b.PressOn(passkeyButton)
	b.IsAt("/admin/me")
	b.Sees("Phone of Mette", l.T("web.staffpasskeys.new.done"))
	b.SeesNot(l.T("web.staffme.edit.remove"))
	b.Inspect("staff-me-passkey")

	b.leaves()
	b.PressOn(passkeyButton) // no password, no address
	b.IsAt("/admin")

	b.leaves()
	b.signsIn(s.Manager.Email)
	b.IsAt("/admin/signin/code")
	b.Inspect("staff-signin-passkey")
	b.PressOn(passkeyButton) // after the password
	b.IsAt("/admin")

	testdb.Forward(t, s.Deps.DB, 11*time.Minute)
	b.Go("/admin/me/recovery")
	b.IsAt("/admin/stepup")
	b.Inspect("staff-stepup")
	b.PressOn(passkeyButton)
	b.IsAt("/admin/me/recovery")

	b.leaves()
	b.do("leave the finger off", webauthn.SetUserVerified(phone, false))
	b.PressOn(passkeyButton)
	b.Sees(l.T("web.staffsignin.new.passkey_failed"))
	b.do("put the finger on", webauthn.SetUserVerified(phone, true))
	s.answersCountOnce(t, b)
	s.shutOut(t, s.Manager)
	b.Go("/admin/signin")
	b.PressOn(passkeyButton)
	b.Sees(l.T("fault.passkey_wrong"))
}

// leaves signs out by the menu's form.
func (b *Browser) leaves() {
	b.t.Helper()
	b.Go("/admin/me")
	b.do("sign out", chromedp.Evaluate(`document.querySelector('form[action="/admin/signout"]').submit(); 1`, nil))
	b.IsAt("/admin/signin")
}

// answersCountOnce takes the answer of a passkey out of its form and sends it twice.
func (s *site) answersCountOnce(t *testing.T, b *Browser) {
	t.Helper()
	b.Go("/admin/signin")
	b.do("catch the form", chromedp.Evaluate(`HTMLFormElement.prototype.submit = function () { document.title = "caught"; }; 1`, nil))
	b.PressOn(passkeyButton)
	b.until("the passkey answers", func() bool { return b.try("document.title") == "caught" })
	field := func(name string) string {
		return b.ask(`document.querySelector('form[data-passkey] [name="` + name + `"]').value`)
	}
	form := url.Values{"state": {field("state")}, "credential": {field("credential")}}
	for _, want := range []int{303, 422} {
		if got := s.Anonymous().Post("/admin/signin/passkey", form); got.Status != want {
			t.Errorf("the answer of a passkey gives %d, not %d", got.Status, want)
		}
	}
	form.Set("state", form.Get("state")[1:])
	if got := s.Anonymous().Post("/admin/signin/passkey", form); got.Status != 422 {
		t.Errorf("an answer to another question gives %d", got.Status)
	}
}

func (s *site) shutOut(t *testing.T, who staff.Staff) {
	t.Helper()
	if err := db.InTx(t.Context(), s.Deps.DB, func(tx *db.Tx) error { return tx.Apply(t.Context(), staff.Disable(who.ID, tx.Now)) }); err != nil {
		t.Fatal(err)
	}
}

func TestWithoutScriptsTheAppsCodeStaysTheWayIn(t *testing.T) {
	s := newSite(t)
	s.enrol(t, s.Manager)
	l := s.Deps.Views.Locales().Pick("en")
	b := s.Open(t)
	b.WithoutScripts()
	b.Go("/admin/signin")
	b.SeesNot(l.T("web.staffsignin.new.passkey"))
	b.signsIn(s.Manager.Email)
	b.IsAt("/admin/signin/code")
	b.Sees(l.T("web.staffcode.new.code"))
}
