package member

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/catalogue"
	"fealty/models/earning"
	"fealty/models/ids"
	"fealty/models/insights"
	"fealty/models/ledger"
	"fealty/models/programme"
	"fealty/models/tiers"
)

// trialRoutes are the pages on which the shop's own people see the portal as a
// shopper would.
func trialRoutes(d web.Deps) []web.Route {
	return []web.Route{{Method: "GET", Path: "/admin/setup/trial", Access: web.Staff(web.Office("setup")...), Handler: trialShow(d)}}
}

// trialShowView is the home page of somebody who doesn't exist.
type trialShowView struct {
	homeIndexView
}

// trialShow shows the first day of a made-up member: what is in force decides all
// of it, and nothing is written.
func trialShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := inForce(c, d)
		if err != nil {
			return err
		}
		home := firstDay(v, d.DB.Time())
		cards, err := catalogue.Open(c.UserContext(), d.DB, languagesOf(c, v), home.Today)
		if err != nil {
			return err
		}
		var offers []offer
		for _, card := range cards {
			if card.IsForPoints() {
				offers = append(offers, offerOf(v, home, card, web.Locale(c).Lang))
			}
		}
		view := &trialShowView{homeIndexView{Home: home, terms: termsOf(web.Locale(c), v)}}
		view.choose(offers)
		web.SetPerson(c, web.Person{Name: web.Locale(c).T("member.trial.show.name")})
		view.Layout = "member"
		return web.Render(c, "member/trial/show", view)
	}
}

// firstDay is what a member has who has just joined.
func firstDay(v *programme.Version, now time.Time) insights.Home {
	today, welcome := v.Today(now), v.Document.Earning.Welcome
	standing := tiers.Start(v.Document.Tiers, ids.Member{}, today)
	home := insights.Home{Standing: standing, Today: today, IsFirstDay: true, Worth: v.Document.Spending.Worth(welcome),
		Way: tiers.Progress(v.Document.Tiers, standing, tiers.Window{}, today), Held: map[ids.Reward]int{}}
	if welcome == 0 {
		return home
	}
	_, expires := earning.Terms(v.Document.Earning.Expiry, 0, today)
	home.Totals = ledger.Totals{Balance: welcome, Spendable: welcome, Expiring: welcome, ExpiringOn: expires}
	line := insights.Line{On: today.Format(time.DateOnly)}
	line.Kind, line.Amount = ledger.Welcome, welcome
	home.Latest = []insights.Line{line}
	return home
}
