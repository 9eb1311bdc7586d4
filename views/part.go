package views

import "sort"

// Page is what every page is to the shared parts: it speaks a language and
// knows what was wrong with the form it shows. web.Chrome is one, and so is
// Part.
type Page interface {
	Locale() *Locale
	// FieldError is the sentence for a field, or "".
	FieldError(name string) string
}

// Part is one item for a fragment together with the page it stands on:
// {{template "member/rewards/_card" (part $ .)}}.
type Part struct {
	// Page is the page itself, never a Part.
	Page Page
	// L is the page's locale.
	L *Locale
	// Item is what the fragment shows.
	Item any
}

// NewPart joins an item to its page; handlers use it to send a fragment alone.
func NewPart(page Page, item any) Part {
	if outer, ok := page.(Part); ok {
		page = outer.Page
	}
	if outer, ok := page.(*Part); ok {
		page = outer.Page
	}
	return Part{Page: page, L: page.Locale(), Item: item}
}

// Locale gives the page's locale.
func (p Part) Locale() *Locale { return p.L }

// FieldError asks the page.
func (p Part) FieldError(name string) string { return p.Page.FieldError(name) }

// T gives a sentence in the page's language.
func (p Part) T(key string, params ...any) string { return p.L.T(key, params...) }

// N gives a sentence in its plural form.
func (p Part) N(key string, count any, params ...any) string { return p.L.N(key, count, params...) }

func sortedKeys(set map[string]bool) []string {
	keys := make([]string, 0, len(set))
	for k := range set {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// Notice is a remark with an icon: kinds "", "ok", "warn" and "bad".
type Notice struct {
	Kind, Icon, Title, Text string
}

// newNotice is called as {{template "shared/notice" (notice "warn" "clock" title text)}}.
func newNotice(kind, icon, title string, text ...string) Notice {
	n := Notice{Kind: kind, Icon: icon, Title: title}
	if len(text) > 0 {
		n.Text = text[0]
	}
	return n
}

// Empty says what will be here, and the one next action.
type Empty struct {
	Icon, Title, Text, Action, Href string
}

// newEmpty is called as {{template "shared/empty" (empty "gift" title text action href)}};
// the last two may be missing.
func newEmpty(icon, title, text string, action ...string) Empty {
	e := Empty{Icon: icon, Title: title, Text: text}
	if len(action) > 1 {
		e.Action, e.Href = action[0], action[1]
	}
	return e
}
