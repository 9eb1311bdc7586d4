package earning

import (
	"time"

	"fealty/models/money"
)

// ExpiryKind says whether points expire.
type ExpiryKind string

// RoundUp says to the end of which period an expiry is moved.
type RoundUp string

// The kinds of expiry and of rounding.
const (
	Never  ExpiryKind = "never"
	Months ExpiryKind = "months"

	RoundNone    RoundUp = "none"
	RoundMonth   RoundUp = "month"
	RoundQuarter RoundUp = "quarter"
	RoundYear    RoundUp = "year"
)

// Expiry says when points expire, counted from the day they can be spent.
type Expiry struct {
	Kind    ExpiryKind `json:"kind"`
	Months  int        `json:"months,omitempty"`
	RoundUp RoundUp    `json:"round_up,omitempty"`
}

// Terms gives the first and the last day on which points given on a day can be
// spent; nil means that they never expire.
func Terms(expiry Expiry, pendingDays int, on time.Time) (availableOn time.Time, expiresOn *time.Time) {
	availableOn = on.AddDate(0, 0, pendingDays)
	if expiry.Kind != Months {
		return availableOn, nil
	}
	last := endOf(expiry.RoundUp, AddMonths(availableOn, expiry.Months))
	return availableOn, &last
}

// AddMonths moves a day by whole months; a day that the month doesn't have
// becomes its last (31 January + 1 month = 28 February).
func AddMonths(on time.Time, months int) time.Time {
	y, m, d := on.Date()
	last := time.Date(y, m+time.Month(months)+1, 0, 0, 0, 0, 0, time.UTC)
	return last.AddDate(0, 0, min(d, last.Day())-last.Day())
}

func endOf(period RoundUp, on time.Time) time.Time {
	y, m, _ := on.Date()
	switch period {
	case RoundMonth:
	case RoundQuarter:
		m = (m + 2) / 3 * 3
	case RoundYear:
		m = time.December
	default:
		return on
	}
	return time.Date(y, m+1, 0, 0, 0, 0, 0, time.UTC)
}

// Due is how many of a line's points a return takes back: ⌊points × returned ÷
// bought⌋ so far, less what was due before. The last unit takes the rest, so all
// partial returns add up to what the line gave.
func Due(points money.Points, bought, returnedBefore, returnedNow money.Quantity) money.Points {
	after := money.Share(int64(points), int64(returnedBefore+returnedNow), int64(bought))
	before := money.Share(int64(points), int64(returnedBefore), int64(bought))
	return money.Points(after - before)
}
