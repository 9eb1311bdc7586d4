package web

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/views"
)

const (
	languageKey    = "web.language"
	languageCookie = "lang"
	localeKey      = "web.locale"
)

// chooseLanguage decides once per request: the address's ?lang (which is then
// remembered), the cookie, the browser's wish.
func chooseLanguage(c *fiber.Ctx) error {
	known := kitOf(c).Views.Locales()
	if asked := c.Query("lang"); known.Speaks(asked) {
		SetLanguage(c, asked)
	} else if kept := c.Cookies(languageCookie); known.Speaks(kept) {
		c.Locals(languageKey, kept)
	}
	return c.Next()
}

// SetLanguage answers in a language from now on and remembers it: at sign-in,
// and when a profile is saved.
func SetLanguage(c *fiber.Ctx, lang string) {
	k := kitOf(c)
	if !k.Views.Locales().Speaks(lang) {
		return
	}
	c.Locals(languageKey, lang)
	c.Locals(localeKey, nil)
	c.Cookie(&fiber.Cookie{Name: languageCookie, Value: lang, Path: "/", HTTPOnly: true, SameSite: "Lax",
		Secure: k.Config.IsHTTPS(), Expires: k.clock().Add(365 * 24 * time.Hour)})
}

// Locale is the language of this answer, with the shop's currency, zone and
// words.
func Locale(c *fiber.Ctx) *views.Locale {
	if l, ok := c.Locals(localeKey).(*views.Locale); ok && l != nil {
		return l
	}
	k, club := kitOf(c), ClubOf(c)
	l := k.Views.Locales().Pick(language(c, club))
	l = l.With(views.Setting{Currency: club.Currency, Zone: club.Zone, Words: club.Words[l.Lang]})
	c.Locals(localeKey, l)
	return l
}

func language(c *fiber.Ctx, club Club) string {
	if chosen, ok := c.Locals(languageKey).(string); ok {
		return chosen
	}
	fallback := "en"
	if len(club.Languages) > 0 {
		fallback = club.Languages[0]
	}
	return kitOf(c).Views.Locales().Negotiate(c.Get(fiber.HeaderAcceptLanguage), fallback)
}
