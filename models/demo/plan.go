package demo

// plan is everything that will happen, laid out before the first act.
type plan struct {
	calendar calendar
	people   []*person
	acts     int
	// guests is when each member last brought a friend, by day.
	guests map[*person]int
}

// newPlan depends on the day, the number of members and nothing else.
func newPlan(c calendar, members int) *plan {
	p := &plan{calendar: c, guests: map[*person]int{}}
	p.people = cast(c)
	for number := len(p.people); number < members; number++ {
		whims := chanceOf(number)
		who := ordinary(number, whims)
		p.invite(who, whims)
		p.people = append(p.people, who)
		(&habit{calendar: c, chance: whims, person: who}).live()
	}
	for _, who := range p.people {
		who.settle()
		p.acts += len(who.acts)
	}
	return p
}

// invite lets some come by the link of one who was there before; nobody brings
// more than one friend in a fortnight.
func (p *plan) invite(who *person, c *chance) {
	if !c.happens(140) || len(p.people) == 0 {
		return
	}
	for range 5 {
		by := pick(c, p.people)
		last, hasBrought := p.guests[by]
		isNear := hasBrought && who.joins-last < 14 && last-who.joins < 14
		if by.number >= castSize && by.joins < who.joins-10 && !isNear {
			who.invitedBy, p.guests[by] = by, who.joins
			return
		}
	}
}

// byDay gives the lives of each day, day by day: one slice of acts for everybody
// who does something on it.
func (p *plan) byDay() [][][]act {
	all := make([][][]act, days+1)
	for _, who := range p.people {
		last := -1
		for i, a := range who.acts {
			day := p.calendar.dayOf(a.at)
			if day != last {
				all[day] = append(all[day], nil)
				last = day
			}
			lives := all[day]
			lives[len(lives)-1] = append(lives[len(lives)-1], who.acts[i])
		}
	}
	return all
}
