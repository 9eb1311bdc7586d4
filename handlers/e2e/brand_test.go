package e2e

import (
	"net"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"fealty/handlers/apptest"
	"fealty/handlers/web"
	"fealty/models/arranging"
	"fealty/models/programme"
	"fealty/models/publishing"
)

// newEmptySite is the app over a database as serve leaves it the first time, and
// the token of the link that it prints.
func newEmptySite(t *testing.T) (*site, string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	base := url.URL{Scheme: "http", Host: listener.Addr().String()}
	app := apptest.Empty(t, func(d *web.Deps) { d.Config.BaseURL = &base })
	settings := programme.Settings{Currency: "NOK", TimeZone: "Europe/Oslo", ClubName: "Havn Club", Languages: []string{"en", "nb", "pl", "hu", "zh-Hant"}}
	if _, err := publishing.Initial(t.Context(), app.Deps.DB, settings); err != nil {
		t.Fatal(err)
	}
	if err := arranging.Begin(t.Context(), app.Deps.DB); err != nil {
		t.Fatal(err)
	}
	token, _, err := arranging.OfferOwner(t.Context(), app.Deps.DB)
	if err != nil {
		t.Fatal(err)
	}
	served := startServing(app.Fiber, listener)
	t.Cleanup(func() {
		if err := app.Fiber.ShutdownWithTimeout(5 * time.Second); err != nil {
			t.Logf("stop the app: %v", err)
		}
		if err := <-served; err != nil {
			t.Logf("serve the app: %v", err)
		}
	})
	return &site{World: &apptest.World{App: app}, base: base.String()}, token
}

// Acceptance 25: a new owner, without help, from the printed link to a live club with its sign. Presses and fields are counted.
func TestANewOwnerComesFromThePrintedLinkToALiveClub(t *testing.T) {
	for name, w := range map[string]way{"pl": {language: "pl"}, "en without scripts": {language: "en", noScripts: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, token := newEmptySite(t)
			l := s.Deps.Views.Locales().Pick(w.language)
			shopper, b := s.open(t, w), s.open(t, w)
			shopper.Go("/join")
			shopper.Sees(l.T("web.soon.show.title"))

			b.Go("/admin/begin/" + token)
			b.becomesOwner(t)
			b.IsAt("/admin/setup")
			b.Sees(l.T("admin.setup.show.done", "Done", 0, "All", 6))
			if !w.noScripts {
				b.Inspect("setup-new-" + w.language)
			}
			b.PressOn(`button[value="cafe"]`)
			b.Sees(l.T("admin.setup.show.started", "Template", l.T("admin.setup.template.cafe")))
			for _, step := range []string{"name", "earn", "rewards", "tiers", "team"} {
				b.PressOn(`#step-` + step + ` form button`)
				b.until("step "+step+" is done", func() bool { return b.try(`String(document.querySelector("#step-`+step+`.done") !== null)`) == "true" })
			}
			if !w.noScripts {
				b.Inspect("setup-done-" + w.language)
			}
			b.Press(l.T("admin.setup.step.open_keep"))
			b.IsAt("/admin/setup/sign")
			b.Sees(l.T("admin.sign.show.scan"))
			shopper.Go("/join")
			shopper.SeesNot(l.T("web.soon.show.title"))
			t.Log("from the link to a live club: 3 fields for the owner, 2 to sign in, 1 code; 4 presses to come in, 1 template, 5 steps kept, 1 to open")
		})
	}
}

// becomesOwner fills in who they are, signs in, and sets the second step up.
func (b *Browser) becomesOwner(t *testing.T) {
	t.Helper()
	b.Fill("name", "Marit Havn")
	b.Fill("email", "marit@havn.example")
	b.Fill("password", apptest.Password)
	b.PressOn(`main button.primary`)
	b.IsAt("/admin/signin")
	b.signsIn("marit@havn.example")
	b.IsAt("/admin/signin/app")
	code, err := totp.GenerateCode(strings.Join(strings.Fields(b.Text("#secret")), ""), b.site.Deps.DB.Time())
	if err != nil {
		t.Fatal(err)
	}
	b.Fill("code", code)
	b.PressOn(`main button.primary`)
}

// Acceptance 28: pure yellow, pale cream and mid-grey; axe measures the text of the shop's own pages in both schemes.
func TestNoBrandColourMakesAPageUnreadable(t *testing.T) {
	s := newSite(t)
	b := s.Open(t)
	b.As(s.AsStaff(s.Dora.ID))
	alice := s.Open(t)
	alice.As(s.AsMember(s.Alice.ID))
	for name, colour := range map[string]string{"yellow": "#ffff00", "cream": "#fdf6e3", "grey": "#808080"} {
		b.Go("/admin/brand")
		b.ask(`(() => { document.querySelector("[name=brand]").value = "` + colour + `"; return "" })()`)
		b.PressOn(`.savebar button.primary`)
		b.Sees("Saved. Members see the new look now.")
		b.Inspect("brand-" + name)
		alice.Go("/home")
		alice.Inspect("home-in-" + name)
	}
}
