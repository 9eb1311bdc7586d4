package web

import (
	"slices"
	"strings"

	"fealty/models/staff"
)

// Tab is one link of a navigation.
type Tab struct {
	Href, Icon, Size, Label string
	// Here marks the page shown; Wide links stand only on wide screens.
	Here, Wide bool
	// Off is the way to turn a feature on that the shop has turned off, in words: the
	// link is grey then, and leads there.
	Off string
}

// Group is a part of the admin's navigation.
type Group struct {
	Label string
	Tabs  []Tab
}

// Tabs are the member's navigation: five at the foot of a phone, more where
// there is room.
func (ch *Chrome) Tabs() []Tab {
	tabs := []Tab{ch.tab("home", "home"), ch.tab("rewards", "gift", "vouchers"), ch.tab("card", "qr"), ch.tab("activity", "list")}
	if ch.Club.Invites {
		tabs = append(tabs, ch.wide(ch.tab("invite", "share")))
	}
	if ch.Club.Causes {
		tabs = append(tabs, ch.wide(ch.tab("give", "heart")))
	}
	return append(tabs, ch.tab("more", "more", "me", "how", "terms", "offers", "earn", "tiers"))
}

func (ch *Chrome) wide(t Tab) Tab {
	t.Wide = true
	return t
}

// tab is a link to /name, also marked on the pages under the other names.
func (ch *Chrome) tab(name, icon string, also ...string) Tab {
	t := Tab{Href: "/" + name, Icon: icon, Label: ch.T("web.nav." + name)}
	for _, n := range append(also, name) {
		t.Here = t.Here || ch.isAt("/"+n)
	}
	return t
}

func (ch *Chrome) isAt(path string) bool {
	return ch.Path == path || strings.HasPrefix(ch.Path, path+"/")
}

// Groups are the admin's navigation: what this person's role opens, and no
// heading over nothing.
func (ch *Chrome) Groups() []Group {
	var groups []Group
	for _, g := range []Group{
		{Tabs: ch.officeTabs("admin", "home", "members", "users")},
		{Label: ch.T("web.nav.programme"), Tabs: ch.officeTabs("earn", "star", "rewards", "gift", "tiers", "layers", "shipments", "bag", "causes", "heart", "referrals", "share", "partners", "store", "programme", "info")},
		{Label: ch.T("web.nav.reach"), Tabs: ch.officeTabs("outbox", "mail")},
		{Label: ch.T("web.nav.setup"), Tabs: ch.officeTabs("team", "users", "keys", "key", "shops", "bag", "cards", "qr", "fields", "edit", "brand", "palette", "settings", "settings", "log", "list")},
	} {
		if len(g.Tabs) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

// officeTabs makes links of pairs of name and icon.
func (ch *Chrome) officeTabs(pairs ...string) []Tab {
	var tabs []Tab
	for i := 0; i+1 < len(pairs); i += 2 {
		name := pairs[i]
		if ch.Person == nil || !slices.Contains(Office(name), staff.Role(ch.Person.Role)) {
			continue
		}
		t := Tab{Href: "/admin/" + name, Icon: pairs[i+1], Size: "s", Label: ch.T("web.nav.office." + name)}
		t.Here = ch.isAt(t.Href)
		if !ch.Club.Has(featureOfOffice(name)) {
			t.Off, t.Href = ch.T("web.nav.turn_on"), "/admin/settings#features"
		}
		if name == "admin" {
			t.Href, t.Here = "/admin", ch.Path == "/admin"
		}
		tabs = append(tabs, t)
	}
	return tabs
}

// SignInPath is where the signed-out header leads, or "" on that page itself.
func (ch *Chrome) SignInPath() string {
	if ch.Person != nil || ch.isAt("/admin") || ch.isAt("/partner") || ch.isAt("/till") || ch.isAt("/signin") {
		return ""
	}
	return "/signin"
}

// HomePath is where an error page leads back to.
func (ch *Chrome) HomePath() string { return homeOf(ch.Path) }

func homeOf(path string) string {
	switch area := areaOf(path); area {
	case "admin", "partner", "till":
		return "/" + area
	}
	return "/"
}
