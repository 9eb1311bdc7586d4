package admin

import (
	"strconv"

	"fealty/handlers/web"
	"fealty/models/insights"
)

// tile is one key figure: its value, and how it stands against the stretch before.
type tile struct {
	Name, Value, Text string
	// Change is the difference in words, "" where there is too little to tell; IsUp
	// says which way it went.
	Change string
	IsUp   bool
}

// none stands where there is too little to say anything.
const none = "—"

// Tiles are the six figures.
func (v *homeIndexView) Tiles() []tile {
	now, before := v.Figures.Now, v.Figures.Before
	tiles := []tile{
		v.growth("active", now.Active, before.Active, now.IsTelling(), before.IsTelling()),
		v.share("back", now.Back(), before.Back()),
		v.average(now, before),
		v.growth("purchases", now.Purchases, before.Purchases, now.Purchases > 0, before.IsTelling()),
		v.growth("given", int64(now.Given), int64(before.Given), now.Given != 0, before.Given != 0),
		v.share("used", now.UsedShare(), before.UsedShare()),
	}
	return tiles
}

func (v *homeIndexView) tile(key string) tile {
	at := "admin.home.figure." + key
	text := at + "_text"
	if v.Stretch.ByMonth && v.L.Has(text+"_year") {
		text += "_year"
	}
	return tile{Name: v.T(at), Value: none, Text: v.T(text)}
}

// growth is a count, and by how many percent it grew.
func (v *homeIndexView) growth(key string, now, before int64, isTelling, canCompare bool) tile {
	t := v.tile(key)
	if !isTelling {
		return t
	}
	t.Value = v.L.Number(now)
	if canCompare && before > 0 {
		t.compare((now-before)*1000/before, v.signed((now-before)*1000/before)+v.percentSign())
	}
	return t
}

// share is so many of a thousand, and by how many percentage points it moved.
func (v *homeIndexView) share(key string, now, before int64) tile {
	t := v.tile(key)
	if now < 0 {
		return t
	}
	t.Value = v.tenths(now) + v.percentSign()
	if before >= 0 {
		t.compare(now-before, v.signed(now-before))
	}
	return t
}

func (v *homeIndexView) average(now, before insights.Slice) tile {
	t := v.tile("average")
	if !now.IsTelling() {
		return t
	}
	t.Value = v.L.Money(now.Average())
	if before.IsTelling() {
		diff := now.Average() - before.Average()
		t.compare(int64(diff), v.L.MoneySigned(diff))
	}
	return t
}

// compare keeps a difference, but for none.
func (t *tile) compare(by int64, text string) {
	if by != 0 {
		t.Change, t.IsUp = text, by > 0
	}
}

// tenths writes thousandths as percent with one decimal.
func (v *homeIndexView) tenths(n int64) string {
	return v.L.Decimal(strconv.FormatFloat(float64(n)/10, 'f', 1, 64))
}

func (v *homeIndexView) signed(n int64) string {
	if n < 0 {
		return "−" + v.tenths(-n)
	}
	return "+" + v.tenths(n)
}

// percentSign is the language's own: with a space before it in some.
func (v *homeIndexView) percentSign() string {
	return v.L.Percent(0)[len(v.L.Number(0)):]
}

// Periods are the stretches to choose from.
func (v *homeIndexView) Periods() []web.Choice {
	var keys []string
	for _, s := range insights.Stretches() {
		keys = append(keys, s.Key)
	}
	return web.Choices(v.L, "admin.home.period.", v.Stretch.Key, keys...)
}

// need is something that waits for somebody, with the way to it.
type need struct{ Icon, Text, Action, Href string }

// Needs are what waits and what this person can see to.
func (v *homeIndexView) Needs() []need {
	var list []need
	for _, n := range []struct {
		key, icon, href, part string
		count                 int64
	}{
		{"adjustments", "warn", "/admin/adjustments", "members", v.Waiting.Adjustments},
		{"reviews", "share", "/admin/referrals", "referrals", v.Waiting.Reviews},
		{"shipments", "bag", "/admin/shipments", "shipments", v.Waiting.Shipments},
		{"requests", "store", "/admin/partners", "partners", v.Waiting.Requests},
		{"dead", "mail", "/admin/outbox", "outbox", v.Dead},
	} {
		if n.count == 0 {
			continue
		}
		item := need{Icon: n.icon, Text: v.N("admin.home.need."+n.key, n.count), Action: v.T("admin.home.need." + n.key + "_action")}
		if v.Person != nil && sees(v.Person.Role, n.part) {
			item.Href = n.href
		}
		list = append(list, item)
	}
	return list
}

// NeedsNothing tells whether all is well.
func (v *homeIndexView) NeedsNothing() bool { return len(v.Needs()) == 0 && len(v.Low) == 0 }

// IsShut tells whether the club isn't open yet.
func (v *homeIndexView) IsShut() bool { return !v.Club.IsOpen() }

// StepsDone counts the steps of the guide that are done.
func (v *homeIndexView) StepsDone() int {
	n := 0
	for _, step := range steps() {
		if v.Club.Settings.IsDone(step) {
			n++
		}
	}
	return n
}

// StepsAll is how many steps the guide has.
func (v *homeIndexView) StepsAll() int { return len(steps()) }
