package admin

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/arranging"
	"fealty/models/audit"
	"fealty/models/club"
	"fealty/models/ledger"
	"fealty/models/programme"
	"fealty/models/publishing"
	"fealty/views"
)

// brandEditView is the page of how the club looks and what it calls things.
type brandEditView struct {
	web.Chrome
	// Look is the form of colours and texts as typed, Words that of names.
	Look, Words web.Typed
	CanEdit     bool
	// Theme is what the form amounts to, as far as it can be read.
	Theme club.Theme
	// Newest is the version that a change of the words builds on.
	Newest *programme.Version
	// Waits says that the newest version has not started yet.
	Waits bool
	// CanRename tells whether this person may publish the programme's words.
	CanRename bool
}

// actOf says for the audit who acts, and from where.
func actOf(c *fiber.Ctx, action string) audit.Act {
	who := whoOf(c)
	return audit.Act{Actor: ledger.ByStaff, ActorID: audit.On(who.Staff), Role: who.Role, Action: action, Address: who.Address, RequestID: who.RequestID}
}

func brandView(c *fiber.Ctx, d web.Deps) (*brandEditView, error) {
	newest, err := publishing.Newest(c.UserContext(), d.DB)
	if err != nil {
		return nil, err
	}
	settings, err := club.Load(c.UserContext(), d.DB)
	if err != nil {
		return nil, err
	}
	v := &brandEditView{Newest: newest, Theme: settings.Theme, Look: lookOf(settings), Words: wordsOf(newest.Document), CanEdit: may(c, web.Desk("brand")...),
		CanRename: may(c, web.Desk("programme")...), Waits: newest.StartsAt.After(d.DB.Time())}
	return v, nil
}

func brandEdit(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := brandView(c, d)
		if err != nil {
			return err
		}
		return web.Render(c, "admin/brand/edit", v)
	}
}

func brandUpdate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := brandView(c, d)
		if err != nil {
			return err
		}
		if v.Look, err = web.BindNamed(c, lookNames(v.Newest)...); err == nil {
			err = saveLook(c, d, v.Look)
		}
		v.Theme = themeOf(v.Look)
		if err != nil {
			return web.Invalid(c, "admin/brand/edit", v, err)
		}
		web.Done(c, "admin.brand.edit.saved")
		return web.Redirect(c, "/admin/brand")
	}
}

func saveLook(c *fiber.Ctx, d web.Deps, typed web.Typed) error {
	return arranging.Change(c.UserContext(), d.DB, d.Club, actOf(c, "club.brand"), func(s *club.Settings) error {
		s.Theme = themeOf(typed)
		for _, lang := range views.Languages {
			if _, ok := typed["texts."+lang+".heading"]; ok {
				s.Texts[lang] = club.Text{Language: lang, Heading: typed["texts."+lang+".heading"], Lead: typed["texts."+lang+".lead"]}
			}
		}
		if !s.IsOpen() {
			s.Finish(stepName)
		}
		return nil
	})
}

// brandPreviewsCreate shows what the form would look like, and keeps nothing.
func brandPreviewsCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := brandView(c, d)
		if err != nil {
			return err
		}
		v.Look, err = web.BindNamed(c, lookNames(v.Newest)...)
		if err != nil {
			return web.Invalid(c, "admin/brand/edit", v, err, "admin/brand/_preview")
		}
		v.Theme = themeOf(v.Look)
		return web.Render(c, "admin/brand/edit", v, "admin/brand/_preview")
	}
}

// brandSampleShow is the stylesheet of a preview. Colours that are none are
// passed over, so nothing of an address comes into a stylesheet.
func brandSampleShow() fiber.Handler {
	return func(c *fiber.Ctx) error {
		typed := web.Typed{}
		for _, name := range []string{"brand", "accent", "neutral", "action", "radius", "font", "display"} {
			typed[name] = c.Query(name)
		}
		if typed["action"] != "" {
			typed["own_action"] = "on"
		}
		theme := themeOf(typed)
		if !theme.IsWhole() {
			theme = club.DefaultTheme()
		}
		c.Set(fiber.HeaderContentType, "text/css; charset=utf-8")
		return c.Send(theme.Sample())
	}
}

// lookNames are the fields of the form of colours and texts.
func lookNames(v *programme.Version) []string {
	names := []string{"brand", "accent", "neutral", "own_action", "action", "radius", "font", "display"}
	for _, lang := range v.Document.Club.Languages {
		names = append(names, "texts."+lang+".heading", "texts."+lang+".lead")
	}
	return names
}

// lookOf fills the form with what is set.
func lookOf(s club.Settings) web.Typed {
	t := web.Typed{"brand": s.Brand, "accent": s.Accent, "neutral": s.Neutral, "action": s.Action, "radius": strconv.Itoa(s.Radius),
		"font": s.Font, "display": s.Display}
	if s.Action != "" {
		t["own_action"] = "on"
	}
	for lang, text := range s.Texts {
		t["texts."+lang+".heading"], t["texts."+lang+".lead"] = text.Heading, text.Lead
	}
	return t
}

// themeOf reads the six values; what is no number is a radius that no theme has.
func themeOf(t web.Typed) club.Theme {
	radius, err := strconv.Atoi(t["radius"])
	if err != nil {
		radius = -1
	}
	theme := club.Theme{Brand: t["brand"], Accent: t["accent"], Neutral: t["neutral"], Radius: radius, Font: t["font"], Display: t["display"]}
	if t.Ticked("own_action") {
		theme.Action = t["action"]
	}
	return theme.Clean()
}
