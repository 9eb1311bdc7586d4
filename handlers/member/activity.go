package member

import (
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/insights"
	"fealty/models/money"
	"fealty/models/programme"
)

type activityIndexView struct {
	web.Chrome
	Sort    string
	Months  []month
	Outlook insights.Outlook
	// Lasts tells how long points last, in words.
	Lasts string
	Steps []tierStep
	// Counted and Kept are the sentences under the tier steps.
	Counted, Kept string
	// TierName is the member's tier.
	TierName string
}

// month is a heading with its sums and its lines.
type month struct {
	On      time.Time
	In, Out money.Points
	Lines   []actLine
}

// ID names the month's heading; a month in two parts has two.
func (m month) ID() string { return "m" + strconv.FormatInt(m.Lines[0].Seq, 10) }

// Sorts are the chips.
func (v *activityIndexView) Sorts() []web.Choice {
	return web.Choices(v.L, "member.activity.index.show.", v.Sort, sorts()...)
}

func sorts() []string {
	return []string{string(insights.Everything), string(insights.Earned), string(insights.Spent), string(insights.Expired)}
}

func activityIndex(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := inForce(c, d)
		if err != nil {
			return err
		}
		asked := askedActs(c, v)
		acts, err := insights.Acts(c.UserContext(), d.DB, asked)
		if err != nil {
			return err
		}
		view := &activityIndexView{Sort: string(asked.Sort)}
		if view.Months, err = monthsOf(c, d, acts); err != nil {
			return err
		}
		if n := len(acts); n > 0 && acts[n-1].Earlier {
			view.More = web.NextPart(c, strconv.FormatInt(acts[n-1].Seq, 10))
		}
		if err := view.lookAhead(c, d, v); err != nil {
			return err
		}
		if web.After(c) != "" {
			return web.Render(c, "member/activity/index", view, "member/activity/_months")
		}
		return web.Render(c, "member/activity/index", view, "member/activity/_ledger")
	}
}

func askedActs(c *fiber.Ctx, v *programme.Version) insights.AskedActs {
	before, err := strconv.ParseInt(web.After(c), 10, 64)
	if err != nil || before < 0 {
		before = 0
	}
	return insights.AskedActs{Reader: readerOf(c), Main: v.Document.Club.Languages[0], Before: before, Size: insights.ActivityPage,
		Sort: insights.Sort(web.OneOf(c.Query("show"), sorts()...))}
}

// monthsOf groups the entries, the newest month first.
func monthsOf(c *fiber.Ctx, d web.Deps, acts []insights.Act) ([]month, error) {
	var list []month
	for _, act := range acts {
		t, err := toldUnder(c, d, act)
		if err != nil {
			return nil, err
		}
		line, err := t.line(act)
		if err != nil {
			return nil, err
		}
		if n := len(list); n == 0 || list[n-1].On.Format("2006-01") != act.On.Format("2006-01") {
			list = append(list, month{On: act.On, In: act.In, Out: act.Out})
		}
		last := &list[len(list)-1]
		last.Lines = append(last.Lines, line)
	}
	return list, nil
}

// lookAhead fills the side of the page.
func (v *activityIndexView) lookAhead(c *fiber.Ctx, d web.Deps, version *programme.Version) (err error) {
	if v.Outlook, err = insights.ReadOutlook(c.UserContext(), d.DB, version, web.MemberOf(c).ID); err != nil {
		return err
	}
	t := termsOf(web.Locale(c), version)
	v.Lasts = t.lasts()
	v.Steps = t.steps(v.Outlook)
	v.TierName = t.words.Tiers[v.Outlook.Standing.Tier].Name
	v.Counted = t.counted(v.Outlook.Way)
	if until := v.Outlook.Way.KeptUntil; until != nil {
		v.Kept = t.T("member.activity.index.kept", "Tier", v.TierName, "On", t.Date(until))
	}
	return nil
}
