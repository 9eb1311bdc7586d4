package web

import (
	"html/template"
	"strings"
	"unicode"

	"github.com/gofiber/fiber/v2"

	"fealty/views"
)

// Chrome is what every page has around its content. A view struct embeds it;
// Render fills it. A handler may set Title (default: the sentence of the page's
// key with ".title"), Layout, Narrow and More.
type Chrome struct {
	// Title stands in the browser's tab.
	Title string
	// Layout is "member", "plain", "admin", "partner" or "till"; by default the area's
	// own when somebody is signed in, else "plain".
	Layout string
	// Narrow makes one slim column.
	Narrow bool
	// More is the link to the next part of a list.
	More More

	L         *views.Locale
	Club      clubView
	Person    *Person
	Path      string
	RequestID string
	Flash     *Flash
	Problems  *Problems
	// Key is the idempotency key of the page's form, fresh or as it was sent.
	Key string
	// Body is the page inside its layout; OutOfBand marks pieces of a fragment.
	Body      template.HTML
	OutOfBand bool

	area string
	csrf func() string
}

// clubView is the club as the layouts show it, with the languages by name.
type clubView struct {
	Club
	Languages []languageName
}

type languageName struct{ Code, Name string }

// Person is who is signed in, as the header shows them.
type Person struct {
	// Name is the whole name; Place the partner's or shop's name, or "".
	Name, Place string
	// Role is a staff role, or "".
	Role string
	// IsPaused says that the club has paused the partner at Place.
	IsPaused bool
	// AtDesk says that a manager serves members without a till.
	AtDesk bool
}

// Initials are up to two letters.
func (p *Person) Initials() string {
	out := ""
	for _, word := range strings.Fields(p.Name) {
		if r := []rune(word); len(out) < 8 && len([]rune(out)) < 2 && unicode.IsLetter(r[0]) {
			out += string(unicode.ToUpper(r[0]))
		}
	}
	return out
}

const personKey = "web.person"

// SetPerson tells the layouts who is signed in; the access check calls it.
func SetPerson(c *fiber.Ctx, p Person) { c.Locals(personKey, &p) }

// PersonOf gives who is signed in as the header shows them; the zero value is
// nobody.
func PersonOf(c *fiber.Ctx) Person {
	if p, ok := c.Locals(personKey).(*Person); ok {
		return *p
	}
	return Person{}
}

// Page is a pointer to a view struct that embeds Chrome.
type Page interface {
	views.Page
	base() *Chrome
}

func (ch *Chrome) base() *Chrome { return ch }

// Locale gives the page's language.
func (ch *Chrome) Locale() *views.Locale { return ch.L }

// T gives a sentence in the page's language.
func (ch *Chrome) T(key string, params ...any) string { return ch.L.T(key, params...) }

// N gives a sentence in its plural form.
func (ch *Chrome) N(key string, count any, params ...any) string {
	return ch.L.N(key, count, params...)
}

// CSRF is the token of this visitor; X-CSRF-Token carries it too.
func (ch *Chrome) CSRF() string { return ch.csrf() }

// CSRFField is the hidden field that every form with method post holds.
func (ch *Chrome) CSRFField() template.HTML { return hidden("csrf", ch.csrf()) }

// KeyField is the hidden idempotency key of a form that moves points or money.
func (ch *Chrome) KeyField() template.HTML { return hidden("key", ch.Key) }

func hidden(name, value string) template.HTML {
	return template.HTML(`<input type="hidden" name="` + name + `" value="` + template.HTMLEscapeString(value) + `">`) //nolint:gosec // escaped
}

// fill sets what a handler did not.
func (ch *Chrome) fill(c *fiber.Ctx, page string) {
	k := kitOf(c)
	ch.L = Locale(c)
	ch.Club = namedLanguages(k, ClubOf(c))
	ch.Person, _ = c.Locals(personKey).(*Person)
	ch.Path, ch.RequestID = c.Path(), RequestID(c)
	ch.csrf = func() string { return k.csrfToken(c) }
	ch.area, _, _ = strings.Cut(page, "/")
	if ch.Key == "" {
		ch.Key = formKey(c)
	}
	if ch.Title == "" {
		ch.Title = ch.L.T(strings.ReplaceAll(page, "/", ".") + ".title")
	}
	if ch.Layout == "" {
		ch.Layout = ch.usualLayout()
	}
	ch.Flash = k.takeFlash(c, ch)
}

func (ch *Chrome) usualLayout() string {
	switch {
	case ch.Person == nil:
		return "plain"
	case ch.area == "web":
		return layoutOf(ch.Path)
	}
	return ch.area
}

// layoutOf is the layout of an error page, by its address.
func layoutOf(path string) string {
	switch areaOf(path) {
	case "admin":
		return "admin"
	case "partner":
		return "partner"
	case "till":
		return "till"
	}
	return "member"
}

// areaOf is the first part of an address.
func areaOf(path string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return first
}

func namedLanguages(k *kit, club Club) clubView {
	named := make([]languageName, 0, len(club.Languages))
	for _, code := range club.Languages {
		named = append(named, languageName{code, k.Views.Locales().Pick(code).T("language.name")})
	}
	return clubView{Club: club, Languages: named}
}
