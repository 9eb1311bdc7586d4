package demo

import "time"

// days is how long the past is: a year and a half.
const days = 548

// calendar counts days from the shop's first, number 0, to today, number days.
type calendar struct {
	// today is the day of the load, at UTC midnight.
	today time.Time
	now   time.Time
	zone  *time.Location
}

func newCalendar(now time.Time, zone *time.Location) calendar {
	y, m, d := now.In(zone).Date()
	return calendar{today: time.Date(y, m, d, 0, 0, 0, 0, time.UTC), now: now, zone: zone}
}

// date is a day by its number, at UTC midnight.
func (c calendar) date(day int) time.Time { return c.today.AddDate(0, 0, day-days) }

// at is an instant of a day by the shop's clock.
func (c calendar) at(day, hour, minute int) time.Time {
	y, m, d := c.date(day).Date()
	return time.Date(y, m, d, hour, minute, 0, 0, c.zone).UTC()
}

// dayOf is the number of an instant's day.
func (c calendar) dayOf(at time.Time) int {
	y, m, d := at.In(c.zone).Date()
	return days + int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Sub(c.today).Hours())/24
}

// today's acts lie a little before the load, but never yesterday.
func (c calendar) minutesAgo(minutes int) time.Time {
	at := c.now.Add(-time.Duration(minutes) * time.Minute).Truncate(time.Second)
	if first := c.at(days, 0, 0); at.Before(first) {
		// What comes later in the day keeps its place in the order.
		return first.Add(c.now.Sub(first) / time.Duration(minutes+1))
	}
	return at
}
