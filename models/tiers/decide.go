package tiers

import "time"

// After is a member's standing after a purchase.
func After(p Policy, s Standing, w Window, on time.Time) (Standing, Change) { return s, Change{} }

// AfterReturn is a member's standing after a return.
func AfterReturn(p Policy, s Standing, w Window, on time.Time) (Standing, Change) {
	return s, Change{}
}

// Night is a member's standing at the end of a day.
func Night(p Policy, s Standing, w Window, on time.Time) (Standing, Change) { return s, Change{} }
