package member

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/cards"
	"fealty/models/insights"
	"fealty/models/members"
)

type cardShowView struct {
	web.Chrome
	insights.Home
	Member   members.Member
	TierName string
	// Link is what the QR opens; Number is the member's, in groups.
	Link, Number string
	// Points and Unit are what the member's tier earns; Benefits what it gives
	// beside.
	Points, Unit string
	Benefits     []benefit
}

// cardShow is what a member shows at the till.
func cardShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, home, err := readHolder(c, d)
		if err != nil {
			return err
		}
		m, t := web.MemberOf(c), termsOf(web.Locale(c), v)
		view := &cardShowView{Home: home, Member: m, Number: members.ShowNumber(m.Number), Link: d.Config.URL("/c/" + m.Number)}
		view.Narrow = true
		view.TierName = t.words.Tiers[home.Standing.Tier].Name
		view.Points, view.Unit = t.rate(t.doc.Earning.TierFactor(home.Standing.Tier))
		if tier, ok := t.doc.Tiers.Find(home.Standing.Tier); ok {
			view.Benefits = t.withCard(tier)
		}
		return web.Render(c, "member/card/show", view)
	}
}

// isAtTill tells whether this browser is a till, which shows whose number it is.
func isAtTill(c *fiber.Ctx) bool { return !web.StandOf(c).ID.IsZero() }

// digits is what a number can be made of.
func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}

type numberShowView struct {
	web.Chrome
}

// numberShow is what a card's QR opens. It tells nobody whose card it is; its
// owner sees the card.
func numberShow() fiber.Handler {
	return func(c *fiber.Ctx) error {
		if isAtTill(c) {
			return web.Redirect(c, "/till?number="+digits(c.Params("number")))
		}
		number, ok := members.ParseNumber(c.Params("number"))
		if ok && web.MemberOf(c).Number == number {
			return web.Redirect(c, "/card")
		}
		if number, isPrinted := cards.Parse(c.Params("number")); isPrinted {
			return web.Render(c, "member/printedcard/show", printedView(c, number))
		}
		view := &numberShowView{}
		view.Narrow = true
		return web.Render(c, "member/number/show", view)
	}
}
