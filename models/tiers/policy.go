package tiers

import (
	"time"

	"fealty/models/earning"
	"fealty/models/money"
)

// By says what counts towards tiers: what was bought or what was earned, never
// what is left to spend.
type By string

// WindowKind is the period that is looked at.
type WindowKind string

// KeepKind says until when a tier is promised.
type KeepKind string

// Downgrade says what happens to a member who no longer qualifies when the
// promise has ended.
type Downgrade string

// The settings a policy chooses from.
const (
	Spend  By = "spend"
	Points By = "points"

	Rolling  WindowKind = "rolling"
	Calendar WindowKind = "calendar"

	RestOfNextYear KeepKind = "rest_of_next_year"
	KeepMonths     KeepKind = "months"

	DowngradeNone      Downgrade = "none"
	DowngradeOneStep   Downgrade = "one_step"
	DowngradeRecompute Downgrade = "recompute"
)

// Policy is the tiers' part of the programme document.
type Policy struct {
	By     By         `json:"by"`
	Window WindowKind `json:"window"`
	// Months is the length of a rolling window.
	Months    int       `json:"months,omitempty"`
	Keep      Keep      `json:"keep"`
	Downgrade Downgrade `json:"downgrade"`
	// WarnDays is how many days before a fall members are told; 0 is thirty.
	WarnDays int `json:"warn_days,omitempty"`
	// Steps are the tiers in ascending order; the first begins at 0.
	Steps []Tier `json:"steps"`
}

// Keep says until when a tier is promised: to the end of the year after the one
// it was reached in, or for N months.
type Keep struct {
	Kind   KeepKind `json:"kind"`
	Months int      `json:"months,omitempty"`
}

// Tier is one step of the ladder. What its members earn more stands with the
// earning rules.
type Tier struct {
	Key string `json:"key"`
	// From is the line: minor units when tiers go by spend, else points.
	From int64 `json:"from"`
	// Discount is the standing discount in percent.
	Discount     int  `json:"discount,omitempty"`
	FreeShipping bool `json:"free_shipping,omitempty"`
}

// Window holds the sums of a member's purchases between WindowStart and the day,
// returns taken off.
type Window struct {
	Spend  money.Amount
	Points money.Points
}

// Value is the sum that counts by a policy.
func (w Window) Value(p Policy) int64 {
	if p.By == Points {
		return int64(w.Points)
	}
	return int64(w.Spend)
}

// WindowStart is the first day whose purchases count on a day.
func WindowStart(p Policy, on time.Time) time.Time {
	if p.Window == Rolling {
		return earning.AddMonths(on, -p.Months).AddDate(0, 0, 1)
	}
	return time.Date(on.Year(), time.January, 1, 0, 0, 0, 0, time.UTC)
}

// Find gives a tier by its key; false when the policy has none.
func (p Policy) Find(key string) (Tier, bool) {
	rank := p.Rank(key)
	if rank < 0 {
		return Tier{}, false
	}
	return p.Steps[rank], true
}

// Rank is a tier's place from 0; -1 when the policy doesn't have it.
func (p Policy) Rank(key string) int {
	for i, t := range p.Steps {
		if t.Key == key {
			return i
		}
	}
	return -1
}

// AtLeast tells whether a tier opens what is for a wanted one and above; an
// empty wish is open to all.
func (p Policy) AtLeast(tier, wanted string) bool {
	if wanted == "" {
		return true
	}
	rank := p.Rank(wanted)
	return rank >= 0 && p.Rank(tier) >= rank
}

// First is the tier that everyone has.
func (p Policy) First() Tier { return p.Steps[0] }

// earned is the rank of the highest tier whose line a sum has reached.
func (p Policy) earned(value int64) int {
	rank := 0
	for i, t := range p.Steps {
		if value >= t.From {
			rank = i
		}
	}
	return rank
}

// keepEnd is the last day of a tier reached or confirmed on a day; nil for the
// first tier, which nobody can lose.
func (p Policy) keepEnd(rank int, on time.Time) *time.Time {
	if rank == 0 {
		return nil
	}
	end := time.Date(on.Year()+1, time.December, 31, 0, 0, 0, 0, time.UTC)
	if p.Keep.Kind == KeepMonths {
		end = earning.AddMonths(on, p.Keep.Months)
	}
	return &end
}
