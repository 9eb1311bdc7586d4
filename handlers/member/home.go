package member

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/insights"
	"fealty/models/tiers"
)

// readyTiles is how many rewards the home page offers to take now.
const readyTiles = 3

type homeIndexView struct {
	web.Chrome
	insights.Home
	terms terms
	// Ready are the first rewards to take now, of ReadyCount; NextReward is the
	// nearest of those with points to go, nil when there is none.
	Ready      []offer
	ReadyCount int
	NextReward *offer
	// Deals are the first few offers.
	Deals []benefit
}

// homeIndex shows what a member has, how far the next tier is, and what can be
// taken now: two statements.
func homeIndex(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		s, err := readShelf(c, d)
		if err != nil {
			return err
		}
		v, err := inForce(c, d)
		if err != nil {
			return err
		}
		view := &homeIndexView{Home: s.Home, terms: termsOf(web.Locale(c), v)}
		view.choose(s.Offers)
		view.Deals = view.terms.deals(s)
		return web.Render(c, "member/home/index", view)
	}
}

func (v *homeIndexView) choose(offers []offer) {
	for i, o := range offers {
		if o.IsReady() {
			v.ReadyCount++
			if len(v.Ready) < readyTiles {
				v.Ready = append(v.Ready, o)
			}
		}
		isNearer := v.NextReward == nil || o.ToGo() < v.NextReward.ToGo()
		if o.State() == "togo" && isNearer {
			v.NextReward = &offers[i]
		}
	}
}

// First is the reward to take on the first day, nil when there is none.
func (v *homeIndexView) First() *offer {
	if len(v.Ready) == 0 {
		return nil
	}
	return &v.Ready[0]
}

// PointsName is the shop's word for points, as a heading.
func (v *homeIndexView) PointsName() string { return v.terms.words.Points.Name }

// TierName is where the member stands.
func (v *homeIndexView) TierName() string { return v.terms.words.Tiers[v.Standing.Tier].Name }

// NextTier is the tier above, ToNext the phrase of going there.
func (v *homeIndexView) NextTier() string { return v.terms.words.Tiers[v.Way.Next].Name }

// ToNext is the phrase of going to the tier above.
func (v *homeIndexView) ToNext() string { return v.terms.words.Tiers[v.Way.Next].To }

// Amount writes what counts towards tiers.
func (v *homeIndexView) Amount(n int64) string { return v.terms.amount(n) }

// KeepYear is the year through which a tier reached now is kept; 0 when that is
// counted in months.
func (v *homeIndexView) KeepYear() int {
	p := v.terms.doc.Tiers
	if p.Window != tiers.Calendar || p.Keep.Kind != tiers.RestOfNextYear {
		return 0
	}
	return v.Today.Year() + 1
}

// WindowMonths is how long a rolling window looks back; 0 for a calendar year.
func (v *homeIndexView) WindowMonths() int {
	if v.terms.doc.Tiers.Window == tiers.Calendar {
		return 0
	}
	return v.terms.doc.Tiers.Months
}

// LineTitle says what an entry is.
func (v *homeIndexView) LineTitle(line insights.Line) string { return v.terms.title(line.Deed) }

// LineDay is the day of an entry, with its year when that is another.
func (v *homeIndexView) LineDay(line insights.Line) string {
	if line.Day().Year() == v.Today.Year() {
		return v.L.DayMonth(line.Day())
	}
	return v.L.Date(line.Day())
}

// LineIcon is the picture beside an entry.
func (v *homeIndexView) LineIcon(line insights.Line) string {
	icon, _ := look(line.Kind)
	return icon
}
