package admin

import (
	"fealty/models/money"
)

// The chart's measures, in its own units.
const (
	chartWidth  = 560
	chartLeft   = 44
	chartTop    = 10
	chartBottom = 170
	chartBar    = 13
)

// bar is one bar of the chart.
type bar struct {
	Class      string
	X, Y, W, H int64
}

// mark is a line or a label of the chart.
type mark struct {
	X, Y int64
	Text string
}

// chart is what is drawn of points given and used.
type chart struct {
	Bars   []bar
	Lines  []mark
	Labels []mark
	// Title says in a sentence what there is to see.
	Title string
}

// Chart draws the flow, or nothing where there is none.
func (v *homeIndexView) Chart() *chart {
	var most money.Points
	for _, f := range v.Flow {
		most = max(most, f.Given, f.Used)
	}
	if most <= 0 || len(v.Flow) == 0 {
		return nil
	}
	top := roundUp(int64(most))
	c := &chart{Title: v.chartTitle()}
	for i := range int64(4) {
		value := top * i / 3
		c.Lines = append(c.Lines, mark{Y: chartBottom - (chartBottom-chartTop)*i/3, Text: v.L.Number(value)})
	}
	step := (chartWidth - chartLeft) / int64(len(v.Flow))
	for i, f := range v.Flow {
		x := chartLeft + step*int64(i) + (step-2*chartBar-3)/2
		c.Bars = append(c.Bars, upright("c1", x, int64(f.Given), top), upright("c2", x+chartBar+3, int64(f.Used), top))
		if i%3 == 0 {
			c.Labels = append(c.Labels, mark{X: x + chartBar, Y: chartBottom + 18, Text: v.L.ShortDay(f.From)})
		}
	}
	return c
}

// upright is a bar of a value; a value below nothing has none.
func upright(class string, x, value, top int64) bar {
	h := max(value, 0) * (chartBottom - chartTop) / top
	return bar{Class: class, X: x, Y: chartBottom - h, W: chartBar, H: h}
}

// roundUp is a round number, three times a round one, that is at least so large.
func roundUp(n int64) int64 {
	for unit := int64(1); ; unit *= 10 {
		for _, m := range []int64{1, 2, 5} {
			if top := 3 * m * unit; top >= n {
				return top
			}
		}
	}
}

func (v *homeIndexView) chartTitle() string {
	first, last := v.Flow[0], v.Flow[len(v.Flow)-1]
	return v.T("admin.home.chart.title", "FirstGiven", v.L.Number(first.Given), "LastGiven", v.L.Number(last.Given),
		"FirstUsed", v.L.Number(first.Used), "LastUsed", v.L.Number(last.Used))
}

// FlowDay names a week by its first day, a month by itself.
func (v *homeIndexView) FlowDay(i int) string {
	if v.Stretch.ByMonth {
		return v.L.Month(v.Flow[i].From)
	}
	return v.T("admin.home.chart.week", "Day", v.L.ShortDay(v.Flow[i].From))
}
