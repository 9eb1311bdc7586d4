package views

import (
	"strconv"
	"strings"
	"time"
)

// Date writes a calendar date with the month's name: 18 November 2026,
// 18. november 2026, 18 listopada 2026, 2026. november 18., 2026 年 11 月 18 日.
// It takes a time.Time as it stands, or a pointer to one; nil and zero give "".
func (l *Locale) Date(t any) string { return l.write(l.rules.date, moment(t)) }

// DayMonth writes a date without its year: 18 November.
func (l *Locale) DayMonth(t any) string { return l.write(l.rules.dayMonth, moment(t)) }

// ShortDay writes a date as short as it goes: 4 Dec.
func (l *Locale) ShortDay(t any) string { return l.write(l.rules.shortDayMonth, moment(t)) }

// Month writes a month as a heading: November 2026, listopad 2026.
func (l *Locale) Month(t any) string {
	at := moment(t)
	if at.IsZero() {
		return ""
	}
	return fill(l.rules.month, at, l.rules.monthHeads[at.Month()-1], "")
}

// On writes the date of an instant in the programme's time zone.
func (l *Locale) On(t any) string { return l.Date(l.local(t)) }

// OnDay writes the day and month of an instant in the programme's time zone.
func (l *Locale) OnDay(t any) string { return l.DayMonth(l.local(t)) }

// Clock writes the time of day of an instant in the programme's time zone.
func (l *Locale) Clock(t any) string {
	at := l.local(t)
	if at.IsZero() {
		return ""
	}
	return at.Format(l.rules.clock)
}

// At writes date and time of an instant in the programme's time zone.
func (l *Locale) At(t any) string {
	if l.local(t).IsZero() {
		return ""
	}
	return l.On(t) + l.atComma() + l.Clock(t)
}

func (l *Locale) atComma() string {
	if l.Lang == "zh-Hant" || l.Lang == "hu" {
		return " "
	}
	return ", "
}

func (l *Locale) local(t any) time.Time {
	at := moment(t)
	if l.zone == nil || at.IsZero() {
		return at
	}
	return at.In(l.zone)
}

func (l *Locale) write(form string, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return fill(form, at, l.rules.months[at.Month()-1], l.rules.shortMonths[at.Month()-1])
}

func fill(form string, at time.Time, month, short string) string {
	return strings.NewReplacer("D", strconv.Itoa(at.Day()), "Y", strconv.Itoa(at.Year()), "M", month, "S", short).Replace(form)
}

func moment(t any) time.Time {
	switch t := t.(type) {
	case time.Time:
		return t
	case *time.Time:
		if t != nil {
			return *t
		}
	}
	return time.Time{}
}
