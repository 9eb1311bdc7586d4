package demo

import (
	"fmt"
	"time"

	"fealty/models/money"
	"fealty/models/recording"
)

// castSize is how many people are known by name.
const castSize = 6

// role is one of the people whom the demo shows. What they do is laid back from
// today, so that it looks the same on whatever day the shop is loaded.
type role struct {
	*person
	calendar calendar
	count    int
}

func cast(c calendar) []*person {
	var people []*person
	enter := func(email, name string, ticks int) *role {
		p := &person{number: len(people), email: email, name: name, language: "en", consents: agreed(ticks)}
		people = append(people, p)
		return &role{person: p, calendar: c}
	}
	ingrid := enter(Ingrid, "Ingrid", 2)
	ingrid.liveAsIngrid()
	for i, friend := range []*role{enter("amira@post.example", "Amira H.", 1), enter("tomasz@post.example", "Tomasz B.", 3),
		enter("lin@post.example", "Lin W.", 0)} {
		friend.invitedBy = ingrid.person
		friend.liveAsFriend(i)
	}
	enter("hakon@post.example", "Håkon D.", 1).liveAsHakon()
	enter(Newcomer, "Nora", 0).will(c.minutesAgo(5), join{})
	return people
}

// ago adds an act so many days before today, and answers when it is.
func (r *role) ago(daysAgo, hour, minute int, d deed) act {
	r.will(r.calendar.at(days-daysAgo, hour, minute), d)
	return r.acts[len(r.acts)-1]
}

func (r *role) joinAgo(daysAgo int) {
	r.joins = days - daysAgo
	r.ago(daysAgo, 9, 10, join{})
}

// buyAgo is a purchase of some goods, one of each.
func (r *role) buyAgo(daysAgo int, shop string, skus ...string) {
	r.order(daysAgo, shop, of(skus...))
}

func (r *role) order(daysAgo int, shop string, lines []recording.Line) string {
	r.count++
	b := buy{reference: fmt.Sprintf("%d-%03d", 10000+r.number, r.count), shop: shop, lines: lines}
	if shop == Online && sum(lines) < 400 {
		b.shipping = kroner(49)
	}
	r.ago(daysAgo, 12, 20+r.count%30, b)
	return b.reference
}

// liveAsIngrid makes Silver, 1,240 points to spend of which 180 end with this
// month, and 1,840 of 2,600 on the way to Gold.
//
// The 180 come from the first day of this month a year ago. Older points go
// first, so they would be long gone: they were in a voucher that she has now
// returned, which gives them back with their old last day.
func (r *role) liveAsIngrid() {
	r.joinAgo(545)
	r.buyAgo(538, Harbour, "D-FLAT", "B-BUN")     // 96
	r.buyAgo(428, Harbour, "C-NYERI", "C-NYERI")  // 318
	r.buyAgo(422, Online, "C-HOUSEKG", "C-NYERI") // 540
	r.buyAgo(405, Harbour, "E-PAPER", "B-SAND")   // 146: Silver
	film := r.ago(403, 19, 5, take{"cinema"})
	r.ago(402, 18, 40, use{film.at, fjordkino})
	r.ago(401, 20, 0, give{"kitchen", 250})
	r.ago(400, 20, 10, give{"coast", 100})

	// Nothing is left, and the year that counts for the tier has not begun.
	today := r.calendar.today
	yearAgo := time.Date(today.Year()-1, today.Month(), 1, 0, 0, 0, 0, time.UTC)
	r.buyAgo(int(today.Sub(yearAgo).Hours())/24, Harbour, "D-FLAT", "D-CORT", "D-CORT") // 144 × 1.25 = 180

	r.order(320, Harbour, append(of("D-FLAT", "D-FLAT"), find("B-BUN").line(2))) // 192: 240
	r.buyAgo(270, Market, "D-FILTER", "D-FILTER", "B-BUN")                       // 128: 160
	r.buyAgo(200, Harbour, "C-HOUSE")                                            // 119: 148
	popcorn := r.ago(100, 19, 30, take{"popcorn"})                               // the 180 and 520 more
	r.ago(90, 10, 0, adjust{20, "Cup was cold"})
	r.buyAgo(68, Online, "C-HOUSEKG", "C-NYERI") // 540: 675
	cups := r.order(61, Harbour, []recording.Line{find("E-CUP").line(2)})
	r.ago(41, 9, 0, adjust{100, "Birthday gift"})
	r.ago(38, 13, 15, bring{of: cups, lines: []recording.Back{{Line: 1, Quantity: money.One}}})
	r.ago(19, 20, 30, give{"coast", 250})
	r.buyAgo(12, Harbour, "D-FLAT", "B-BUN") // 96: 120
	slice := r.ago(6, 14, 1, take{"cake"})
	r.ago(6, 14, 2, use{slice.at, Harbour})
	r.buyAgo(3, Harbour, "C-NYERI", "C-NYERI") // 318: 397
	r.ago(2, 16, 45, take{"flat-white"})
	r.ago(1, 18, 30, giveBack{popcorn.at})
}

// liveAsFriend is one of those who came by Ingrid's link: two have brought her
// points, of the third's purchase she waits for the return window.
func (r *role) liveAsFriend(which int) {
	joined, bought := [...]int{58, 190, 8}[which], [...]int{41, 175, 5}[which]
	r.joinAgo(joined)
	r.buyAgo(bought, Harbour, "C-NYERI", "C-NYERI")
	switch which {
	case 0:
		r.buyAgo(30, Market, "C-HUILA", "C-HUILA", "C-NYERI")
		r.buyAgo(9, Harbour, "D-FLAT", "B-BUN")
		r.seesAFilm("cinema", 9)
	case 1:
		r.buyAgo(60, Station, "D-LATTE", "B-SAND")
		r.seesAFilm("popcorn", 86)
	}
}

func (r *role) liveAsHakon() {
	r.joinAgo(300)
	for _, daysAgo := range []int{290, 240, 180, 120, 75, 20} {
		r.buyAgo(daysAgo, Market, "C-HUILA", "B-LOAF")
	}
	r.seesAFilm("cinema", 52)
}

// seesAFilm takes a voucher today and uses it at Fjordkino so many minutes before
// the load.
func (r *role) seesAFilm(reward string, minutes int) {
	taken := r.calendar.minutesAgo(minutes + 30)
	r.will(taken, take{reward})
	r.will(r.calendar.minutesAgo(minutes), use{taken, fjordkino})
}
