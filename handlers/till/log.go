package till

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/ids"
	"fealty/models/insights"
)

type logIndexView struct {
	web.Chrome
	Stand web.Stand
	Log   []insights.TillAct
	Sum   insights.TillSum
	Today time.Time
	at    time.Time
	who   ids.Staff
}

// CanUndo tells whether the clerk may undo an act of the log.
func (v *logIndexView) CanUndo(a insights.TillAct) bool { return a.CanUndo(v.who, v.at) }

// logIndex is today at this shop's counters: who did what, and what it came to.
func (t till) logIndex(c *fiber.Ctx) error {
	v, err := t.inForce(c)
	if err != nil {
		return err
	}
	view := &logIndexView{Stand: web.StandOf(c), Today: v.Today(t.DB.Time()), at: t.DB.Time(), who: web.StaffOf(c).ID}
	if view.Log, err = insights.ReadTillLog(c.UserContext(), t.DB, t.log(c, v, insights.TillDay)); err != nil {
		return err
	}
	view.Sum = insights.SumOfTill(view.Log)
	return web.Render(c, "till/log/index", view)
}
