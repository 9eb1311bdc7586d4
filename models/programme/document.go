package programme

import (
	"fealty/models/earning"
	"fealty/models/money"
	"fealty/models/referrals"
	"fealty/models/spending"
	"fealty/models/tiers"
)

// Format is the number of the document's format that this program writes.
const Format = 1

// Document is the whole of a programme, as it is published.
type Document struct {
	Format   int              `json:"format"`
	Club     Club             `json:"club"`
	Words    Words            `json:"words"`
	Earning  earning.Policy   `json:"earning"`
	Tiers    tiers.Policy     `json:"tiers"`
	Referral referrals.Policy `json:"referral"`
	Spending Spending         `json:"spending"`
	Giving   Giving           `json:"giving"`
	// Perks are the standing benefits that cost no points.
	Perks []Perk `json:"perks,omitempty"`
}

// Club is what the programme is called, and where and in what it counts.
type Club struct {
	Name string `json:"name"`
	// Currency is an ISO 4217 code; it can't change once points were given.
	Currency string `json:"currency"`
	// TimeZone is an IANA name; its days are the programme's days.
	TimeZone string `json:"time_zone"`
	// Country is where phone numbers without a prefix belong (ISO 3166, two letters).
	Country string `json:"country"`
	// Languages are those that members may choose; the first is the shop's own.
	Languages []string `json:"languages"`
}

// Debt says what becomes of points that a return should take back but that are
// spent already.
type Debt string

// They are forgiven, or owed and paid first by later earnings.
const (
	Forgive Debt = "forgive"
	Owe     Debt = "owe"
)

// Spending says what points are worth and how vouchers come back.
type Spending struct {
	// WorthPer100 is what 100 points are worth to a member, in minor units.
	WorthPer100 money.Amount `json:"worth_per_100"`
	// ReturnsVoucherDays is for how many days an unused voucher can be returned
	// for all its points; 0 is as long as it is valid.
	ReturnsVoucherDays int `json:"returns_voucher_days"`
	// ProveFrom is from how many points on a redemption asks the member for a
	// fresh code; 0 asks never.
	ProveFrom money.Points `json:"prove_from,omitempty"`
	Debt      Debt         `json:"debt"`
	// Paying says how far points and credit pay at checkout; a document without it
	// sets no bounds. Ask Pays.
	Paying *spending.Policy `json:"paying,omitempty"`
}

// Giving says what points become when they are given to a cause.
type Giving struct {
	// ValuePer100 is what a cause gets for 100 points, in minor units.
	ValuePer100 money.Amount `json:"value_per_100"`
	// Amounts are the points offered to choose from.
	Amounts []money.Points `json:"amounts"`
}

// Worth is what points are worth to a member, in minor units, rounded down.
func (s Spending) Worth(points money.Points) money.Amount {
	return money.Amount(money.Share(int64(points), int64(s.WorthPer100), 100))
}
