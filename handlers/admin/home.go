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
	Figures insights.Figures
	Waiting insights.Needs
	Flow    []insights.Flow
	// Stretch is the stretch of days that the figures are of.
	Stretch  insights.Stretch
	TierBars []tierBar
	Log      []logLine
	// MayFix shows the ways to what needs somebody; MayLog the latest acts, MaySetup
	// the first-run guide.
	MayFix, MayLog, MaySetup bool
}

// tierBar is a tier's part of the bar: from where, and how wide, of 1,000.
type tierBar struct {
	Name    string
	Members int64
	X, W    int64
	// Class is the colour's, k1 to k3.
	Class string
}

func homeIndex(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view := &homeIndexView{MayFix: may(c, managers()...), MayLog: may(c, web.Office("log")...), MaySetup: may(c, web.Office("setup")...),
			Stretch: stretchOf(c.Query("period"))}
		view.Title = web.Locale(c).T("admin.home.index.hello", "Name", web.StaffOf(c).Name)
		err := view.read(c, d)
		if err == nil && view.MayLog {
			err = view.readLog(c, d)
		}
		if err != nil {
			return err
		}
		return web.Render(c, "admin/home/index", view, "admin/home/_figures")
	}
}

// stretchOf finds the asked stretch of days, else the usual one.
func stretchOf(key string) insights.Stretch {
	for _, s := range insights.Stretches() {
		if s.Key == key {
			return s
		}
	}
	return insights.Stretches()[0]
}

func (v *homeIndexView) read(c *fiber.Ctx, d web.Deps) error {
	version, err := inForce(c, d)
	if err != nil {
		return err
	}
	if v.Office, err = insights.ReadOffice(c.UserContext(), d.DB, version, languagesOf(c, version), lowStock); err != nil {
		return err
	}
	words := version.Words(web.Locale(c).Lang)
	for i, t := range v.Tiers {
		bar := tierBar{Name: words.Tiers[t.Key].Name, Members: t.Members, Class: [...]string{"k3", "k1", "k2"}[i%3]}
		v.TierBars = append(v.TierBars, bar)
	}
	lay(v.TierBars, max(v.Members, 1))
	if v.Waiting, err = insights.ReadNeeds(c.UserContext(), d.DB); err != nil {
		return err
	}
	if v.Figures, err = insights.ReadFigures(c.UserContext(), d.DB, version, v.Stretch); err != nil {
		return err
	}
	v.Flow, err = insights.ReadFlow(c.UserContext(), d.DB, version, v.Stretch)
	return err
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
