package member

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/insights"
	"fealty/models/members"
)

// moreLink is one line of the page of everything else: a room adds its own line
// in moreGroups. Where the shop has turned its feature off it isn't there.
type moreLink struct{ Href, Icon, Key string }

type moreGroup struct {
	ID, Key string
	Links   []moreLink
}

func moreGroups() []moreGroup {
	return []moreGroup{
		{"club", "member.more.index.club", []moreLink{
			{"/vouchers", "ticket", "member.more.index.vouchers"},
			{"/offers", "tag", "member.offers.index.title"},
			{"/earn", "plus", "member.earn.index.title"},
			{"/tiers", "layers", "member.tiers.index.title"},
			{"/invite", "share", "member.more.index.invite"},
			{"/give", "heart", "member.more.index.give"},
			{"/how", "star", "member.more.index.how"},
		}},
		{"account", "member.more.index.account", []moreLink{
			{"/me", "user", "member.more.index.me"},
			{"/me/data", "download", "member.more.index.data"},
			{"/terms", "list", "member.more.index.terms"},
		}},
	}
}

type moreIndexView struct {
	web.Chrome
	Home     insights.Home
	Member   members.Member
	TierName string
	Groups   []moreGroup
}

// moreIndex is where everything is that has no place at the foot of a phone.
func moreIndex(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, home, err := readHolder(c, d)
		if err != nil {
			return err
		}
		view := &moreIndexView{Home: home, Member: web.MemberOf(c), Groups: thereOf(web.ClubOf(c), moreGroups())}
		view.TierName = v.Words(web.Locale(c).Lang).Tiers[home.Standing.Tier].Name
		return web.Render(c, "member/more/index", view)
	}
}

// thereOf keeps what this club has.
func thereOf(club web.Club, groups []moreGroup) []moreGroup {
	var there []moreGroup
	for _, g := range groups {
		links := g.Links
		g.Links = nil
		for _, l := range links {
			if isThere(club, l.Href) {
				g.Links = append(g.Links, l)
			}
		}
		if len(g.Links) > 0 {
			there = append(there, g)
		}
	}
	return there
}

func isThere(club web.Club, href string) bool {
	switch href {
	case "/invite":
		return club.Invites
	case "/give":
		return club.Causes
	}
	return club.Has(web.FeatureOf(href))
}
