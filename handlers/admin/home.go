package admin

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/audit"
	"fealty/models/ids"
	"fealty/models/insights"
)

// shownLately is how many acts the start page shows.
const shownLately = 6

type homeIndexView struct {
	web.Chrome
	insights.Office
	TierBars []tierBar
	Log      []logLine
	// MayFix shows the ways to what needs somebody; MayLog the latest acts.
	MayFix, MayLog bool
}

// tierBar is a tier's part of the bar: from where, and how wide, of 1,000.
type tierBar struct {
	Name    string
	Members int64
	X, W    int64
	// Class is the colour's, k1 to k3.
	Class string
}

// NeedsNothing tells whether all is well.
func (v *homeIndexView) NeedsNothing() bool { return v.Dead == 0 && len(v.Low) == 0 }

func homeIndex(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := inForce(c, d)
		if err != nil {
			return err
		}
		view := &homeIndexView{MayFix: may(c, managers()...), MayLog: may(c, web.Office("log")...)}
		view.Title = web.Locale(c).T("admin.home.index.hello", "Name", web.StaffOf(c).Name)
		if view.Office, err = insights.ReadOffice(c.UserContext(), d.DB, v, languagesOf(c, v), lowStock); err != nil {
			return err
		}
		words := v.Words(web.Locale(c).Lang)
		for i, t := range view.Tiers {
			bar := tierBar{Name: words.Tiers[t.Key].Name, Members: t.Members, Class: [...]string{"k3", "k1", "k2"}[i%3]}
			view.TierBars = append(view.TierBars, bar)
		}
		lay(view.TierBars, max(view.Members, 1))
		if view.MayLog {
			err = view.readLog(c, d)
		}
		if err != nil {
			return err
		}
		return web.Render(c, "admin/home/index", view)
	}
}

// lay puts the bars side by side.
func lay(bars []tierBar, all int64) {
	var before int64
	for i := range bars {
		bars[i].X = before * 1000 / all
		before += bars[i].Members
		bars[i].W = before*1000/all - bars[i].X
	}
}

func (v *homeIndexView) readLog(c *fiber.Ctx, d web.Deps) error {
	acts, err := audit.List(c.UserContext(), d.DB, ids.Audit{})
	if err != nil {
		return err
	}
	v.Log, err = logLines(c, d, acts[:min(len(acts), shownLately)])
	return err
}
