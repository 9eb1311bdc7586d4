package admin

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/programme"
	"fealty/views"
)

// signShowView is the sign for the counter, to be printed.
type signShowView struct {
	web.Chrome
	version *programme.Version
	// Sign is the language of the sign, which needn't be that of the page.
	Sign *views.Locale
	Link string
	Size string
}

// signShow draws the sign in one of the club's languages.
func signShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		version, err := inForce(c, d)
		if err != nil {
			return err
		}
		languages := version.Document.Club.Languages
		lang := web.OneOf(c.Query("in"), append([]string{web.Locale(c).Lang}, languages...)...)
		l := d.Views.Locales().Pick(lang).With(views.Setting{Currency: version.Currency().Code, Zone: version.Zone(),
			Words: views.Words{Point: version.Words(lang).Points.Forms}})
		v := &signShowView{version: version, Sign: l, Link: d.Config.URL("/join"), Size: web.OneOf(c.Query("size"), "a5", "a4")}
		return web.Render(c, "admin/sign/show", v)
	}
}

// Heading is what the sign promises.
func (v *signShowView) Heading() string {
	welcome := v.version.Document.Earning.Welcome
	if welcome > 0 {
		return v.Sign.T("admin.sign.show.heading", "Points", welcome, "Club", v.Club.Name)
	}
	return v.Sign.T("admin.sign.show.heading_plain", "Club", v.Club.Name)
}

// Rate is what a purchase gives.
func (v *signShowView) Rate() string {
	e := v.version.Document.Earning
	points := v.Sign.T("points.count", "Number", v.Sign.Decimal(e.PerUnit), "Noun", v.Sign.PointsNoun(2))
	if e.PerUnit.IsInteger() {
		points = v.Sign.Points(e.PerUnit.IntPart())
	}
	return v.Sign.T("admin.sign.show.rate", "Points", points, "Unit", v.Sign.Money(v.version.Currency().Units(1)))
}

// Scan tells what to do.
func (v *signShowView) Scan() string { return v.Sign.T("admin.sign.show.scan") }

// Langs and Sizes are the choices above the sign.
func (v *signShowView) Langs() []web.Choice {
	return web.Choices(v.L, "admin.settings.edit.language.", v.Sign.Lang, v.version.Document.Club.Languages...)
}

// Sizes are the papers it is for.
func (v *signShowView) Sizes() []web.Choice {
	return web.Choices(v.L, "admin.sign.show.size.", v.Size, "a5", "a4")
}

// Host is the address as people type it.
func (v *signShowView) Host() string {
	if len(v.Link) > 8 && v.Link[:8] == "https://" {
		return v.Link[8:]
	}
	return v.Link
}
