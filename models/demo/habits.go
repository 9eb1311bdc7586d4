package demo

import (
	"fmt"
	"time"

	"fealty/models/money"
	"fealty/models/recording"
)

// habit lives one ordinary life, day by day.
type habit struct {
	calendar calendar
	chance   *chance
	person   *person
	kind     kind
	shop     string
	// has is about how many points there are, and year what was earned in the last
	// twelve months; the book knows better.
	has  int64
	year []earned
	// wish is the reward being saved for; waiting is a voucher that will pay a part
	// of a purchase to come.
	wish    string
	waiting waiting
	count   int
}

type earned struct {
	day    int
	points int64
}

type waiting struct {
	reward string
	taken  time.Time
}

// kind is how somebody shops: visits per thousand days, and how many of a
// thousand of them are online.
type kind struct{ visits, online int }

func kinds() []kind {
	return []kind{{250, 50}, {70, 90}, {18, 930}, {17, 250}, {3, 500}}
}

func (h *habit) live() {
	c := h.chance
	h.kind = kinds()[c.weigh(8, 22, 25, 33, 12)]
	h.kind.visits = h.kind.visits * c.between(50, 150) / 100
	h.shop = pick(c, []string{Harbour, Harbour, Harbour, Market, Market, Station})
	h.has, h.wish = 450, wish(c)
	from, to := h.person.joins, days
	if c.happens(300) {
		to = from + c.between(10, 300) // they drift away
	}
	h.person.will(h.calendar.at(from, c.between(9, 12), c.below(60)), join{})
	for day := from; day < min(to, days); day++ {
		// Who joins buys, mostly; December is busier.
		odds := h.kind.visits
		if day == from {
			odds = 700
		}
		if h.calendar.date(day).Month() == time.December {
			odds += odds / 3
		}
		if c.happens(odds) {
			h.visit(day)
		}
	}
}

func wish(c *chance) string {
	names := []string{"flat-white", "cake", "off", "cinema", "popcorn", "beans", "mug", "tote", "delivery", "class"}
	return names[c.weigh(34, 22, 9, 13, 6, 7, 3, 2, 2, 2)]
}

// visit is a purchase with what may go with it.
func (h *habit) visit(day int) {
	c := h.chance
	h.count++
	if h.count%2 == 0 && c.happens(150) {
		h.shop = pick(c, []string{Harbour, Market, Station})
	}
	at := h.calendar.at(day, c.between(13, 17), c.below(60)).Add(time.Duration(c.below(60)) * time.Second)
	b := buy{reference: fmt.Sprintf("%d-%03d", 10000+h.person.number, h.count), shop: h.shop}
	if c.happens(h.kind.online) {
		at = at.Add(time.Duration(c.below(300)) * time.Minute)
		b.order(h)
	} else {
		b.lines = h.counterBasket()
		if h.waiting.reward == "off" && sum(b.lines) >= 90 && c.happens(400) {
			b.paysWith, h.waiting = h.waiting.taken, waiting{}
		}
	}
	h.person.will(at, b)
	h.earn(day, sum(b.lines))
	h.mayReturn(day, b)
	h.mayTake(at, b.shop)
	h.mayGive(at)
}

// earn estimates what a purchase gives, at the tier that the year before gives.
func (h *habit) earn(day int, kroner int64) {
	var before int64
	for _, e := range h.year {
		if e.day > day-365 {
			before += e.points
		}
	}
	points := kroner
	switch {
	case before >= 2600:
		points += kroner / 2
	case before >= 1000:
		points += kroner / 4
	}
	h.has += points
	h.year = append(h.year, earned{day, points})
}

func (h *habit) counterBasket() []recording.Line {
	c := h.chance
	lines := []recording.Line{pick(c, drinks()).line(c.weigh(0, 80, 18, 2))}
	if c.happens(300) {
		lines = append(lines, pick(c, bakery()).line(c.weigh(0, 90, 10)))
	}
	if c.happens(50) {
		lines = append(lines, pick(c, beans()).line(1))
	}
	if c.happens(8) {
		lines = append(lines, pick(c, equipment()).line(1))
	}
	return lines
}

// order makes the purchase an order online, paid in part by a voucher that waits.
func (b *buy) order(h *habit) {
	c := h.chance
	b.shop = Online
	b.lines = []recording.Line{pick(c, beans()).line(c.weigh(0, 75, 20, 5))}
	if c.happens(300) {
		b.lines = append(b.lines, pick(c, beans()).line(1))
	}
	if c.happens(70) {
		b.lines = append(b.lines, pick(c, equipment()).line(1))
	}
	if sum(b.lines) < 400 {
		b.shipping = kroner(49)
	}
	b.paysWith, h.waiting = h.waiting.taken, waiting{}
}

// mayReturn brings something back: more often what was ordered unseen.
func (h *habit) mayReturn(day int, b buy) {
	c, odds := h.chance, 8
	if b.shop == Online {
		odds = 70
	}
	on := day + c.between(4, 18)
	if !c.happens(odds) || on >= days {
		return
	}
	back := bring{of: b.reference}
	if c.happens(600) {
		back.lines = []recording.Back{{Line: 1, Quantity: money.One}}
	}
	h.person.will(h.calendar.at(on, c.between(10, 16), c.below(60)), back)
	h.has -= sum(b.lines)
}

// mayTake takes the reward wished for, and mostly uses it.
func (h *habit) mayTake(at time.Time, shop string) {
	c, price := h.chance, priceOf(h.wish)
	if h.has < price+40 || !c.happens(600) {
		return
	}
	taken := at.Add(time.Duration(c.between(1, 3)) * time.Minute)
	h.person.will(taken, take{h.wish})
	h.has -= price
	switch day := h.calendar.dayOf(taken); {
	case c.happens(40):
		if day+2 < days {
			h.person.will(h.calendar.at(day+2, 18, c.below(60)), giveBack{taken})
			h.has += price
		}
	case c.happens(110): // it is forgotten
	case h.wish == "off" || h.wish == "delivery":
		h.waiting = waiting{h.wish, taken}
	case h.wish == "cinema" || h.wish == "popcorn":
		if on := day + c.between(1, 9); on < days {
			h.person.will(h.calendar.at(on, c.between(17, 20), c.below(60)), use{taken, fjordkino})
		}
	case shop == Online:
		if on := day + c.between(2, 20); on < days {
			h.person.will(h.calendar.at(on, c.between(9, 16), c.below(60)), use{taken, h.shop})
		}
	default:
		h.person.will(taken.Add(time.Minute), use{taken, shop})
	}
	h.wish = wish(c)
}

func priceOf(key string) int64 {
	for _, w := range wares() {
		if w.key == key {
			return int64(w.reward.Price)
		}
	}
	return 0
}

// mayGive gives some points away, or gets a few for something that went wrong.
func (h *habit) mayGive(at time.Time) {
	c := h.chance
	if points := pick(c, []int64{100, 100, 250, 500}); c.happens(60) && h.has > points {
		h.person.will(at.Add(90*time.Minute), give{pick(c, []string{"coast", "coast", "kitchen", "reading"}), money.Points(points)})
		h.has -= points
	}
	if c.happens(4) {
		reason := pick(c, []string{"Waited too long at the counter", "Wrong bag in the parcel", "Cup was cold", "Found our lost keys"})
		h.person.will(at.Add(2*time.Hour), adjust{50, reason})
	}
}
