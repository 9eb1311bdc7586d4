package catalogue

import (
	"slices"
	"strings"
	"unicode/utf8"

	"fealty/models/fault"
	"fealty/models/money"
)

// checkTerms checks what belongs to some kinds only: there it must be, and
// nowhere else may it be.
func checkTerms(wrong *fault.Fields, r Reward) {
	if r.PerPeriod != "" && !slices.Contains(Periods(), r.PerPeriod) {
		wrong.Add("per_period", "choice")
	}
	if r.Codes != "" && r.Codes != OwnCodes && (r.Codes != PoolCodes || !r.Kind.Has(PartPool) || r.GrantedFrom != nil) {
		wrong.Add("codes", "choice")
	}
	if r.ByCode && (!r.Kind.Has(PartPrice) || r.Kind.Behaviour().Leaves != AVoucher) {
		wrong.Add("by_code", "not_for_kind")
	}
	checkEvent(wrong, r)
	checkAccess(wrong, r)
	checkStamps(wrong, r)
	if r.GrantedFrom != nil && (r.Kind != Gift || r.ByCode || *r.GrantedFrom < 0 || *r.GrantedFrom > money.MaxAmount) {
		wrong.Add("granted_from", "range")
	}
}

func checkEvent(wrong *fault.Fields, r Reward) {
	if (r.Kind == Event) != (r.HappensAt != nil) {
		wrong.Add("happens_at", "required")
	}
	checkLength(wrong, "venue", r.Venue, 200)
	if r.Kind != Event && r.Venue != "" {
		wrong.Add("venue", "not_for_kind")
	}
}

func checkAccess(wrong *fault.Fields, r Reward) {
	if (r.Kind == EarlyAccess) != (r.Opens != "") {
		wrong.Add("opens", "required")
	}
	if (r.Kind == EarlyAccess) != (r.PublicOn != nil) {
		wrong.Add("public_on", "required")
	}
	checkLength(wrong, "opens", r.Opens, 100)
}

func checkStamps(wrong *fault.Fields, r Reward) {
	switch {
	case (r.Kind == StampCard) != (r.Stamps != nil):
		wrong.Add("stamps", "required")
	case r.Stamps != nil && (*r.Stamps < 1 || *r.Stamps > 100):
		wrong.Add("stamps", "between", fault.Params{"min": 1, "max": 100})
	}
	checkLength(wrong, "stamp_of", r.StampOf, 1000)
	if r.Kind != StampCard && r.StampOf != "" {
		wrong.Add("stamp_of", "not_for_kind")
	}
}

func checkLength(wrong *fault.Fields, field, text string, most int) {
	if utf8.RuneCountInString(text) > most || strings.ContainsRune(text, 0) {
		wrong.Add(field, "too_long", fault.Params{"max": most})
	}
}
