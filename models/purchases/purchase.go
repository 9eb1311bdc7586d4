package purchases

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"

	"fealty/models/ids"
	"fealty/models/money"
)

// Purchase is what a member bought, as it was decided when it was recorded.
// Amounts are minor units of the programme's currency.
type Purchase struct {
	MemberID       ids.Member   `db:"member_id"`
	ID             ids.Purchase `db:"id"`
	Reference      string       `db:"reference"`
	PlacedAt       time.Time    `db:"placed_at"`
	PlacedOn       time.Time    `db:"placed_on"`
	RecordedAt     time.Time    `db:"recorded_at"`
	Channel        string       `db:"channel"`
	Shop           string       `db:"shop"`
	Total          money.Amount `db:"total"`
	Shipping       money.Amount `db:"shipping"`
	Discount       money.Amount `db:"discount"`
	Tax            money.Amount `db:"tax"`
	PaidOtherwise  money.Amount `db:"paid_otherwise"`
	EarningBase    money.Amount `db:"earning_base"`
	Version        int          `db:"version"`
	Points         money.Points `db:"points"`
	PointsReturned money.Points `db:"points_returned"`
	// EntrySeq is the award's entry and lot in the points wallet; nil when the
	// purchase gave none.
	EntrySeq *int64 `db:"entry_seq"`
	// TierSpend and TierPoints are what counts towards tiers, less what came back.
	TierSpend  money.Amount `db:"tier_spend"`
	TierPoints money.Points `db:"tier_points"`
	Cells      Cells        `db:"cells"`
	Facts      Facts        `db:"facts"`
	Payments   Payments     `db:"payments"`
}

// Line is one line of a purchase. Bought and Returned are thousandths; Amount
// is quantity × unit price − discount; Base is what of it could earn.
type Line struct {
	MemberID   ids.Member     `db:"member_id" json:"-"`
	PurchaseID ids.Purchase   `db:"purchase_id" json:"-"`
	Line       int            `db:"line"`
	SKU        string         `db:"sku"`
	Name       string         `db:"name"`
	Category   string         `db:"category"`
	Brand      string         `db:"brand"`
	Bought     money.Quantity `db:"bought"`
	Returned   money.Quantity `db:"returned"`
	UnitPrice  money.Amount   `db:"unit_price"`
	Discount   money.Amount   `db:"discount"`
	Amount     money.Amount   `db:"amount"`
	Tax        money.Amount   `db:"tax"`
	Base       money.Amount   `db:"base"`
	Points     money.Points   `db:"points"`
}

// Cell is what one rule gave for one line; Line 0 stands for shipping.
type Cell struct {
	Line   int          `json:"line"`
	Rule   string       `json:"rule"`
	Points money.Points `json:"points"`
}

// Cells are kept with the purchase: they add up to its points.
type Cells []Cell

// Facts are what the purchase was decided on, as JSON, so that the decision can
// be proved later. The flow that records gives them their shape.
type Facts []byte

// The kinds of payment.
const (
	PaidMoney   = "money"
	PaidPoints  = "points"
	PaidCredit  = "credit"
	PaidVoucher = "voucher"
)

// Payment is one way in which part of a purchase was paid. A voucher is named
// by its id; its code is never kept.
type Payment struct {
	Kind      string       `json:"kind"`
	Amount    money.Amount `json:"amount,omitempty"`
	Points    money.Points `json:"points,omitempty"`
	VoucherID ids.Voucher  `json:"voucher_id,omitzero"`
	// EntrySeq is the entry that took the points or the credit.
	EntrySeq int64 `json:"entry_seq,omitempty"`
}

// Payments are kept with the purchase.
type Payments []Payment

// Value writes jsonb.
func (c Cells) Value() (driver.Value, error) { return toJSON(c, len(c) == 0) }

// Scan reads jsonb.
func (c *Cells) Scan(src any) error { return fromJSON(src, c) }

// Value writes jsonb.
func (p Payments) Value() (driver.Value, error) { return toJSON(p, len(p) == 0) }

// Scan reads jsonb.
func (p *Payments) Scan(src any) error { return fromJSON(src, p) }

// Value writes jsonb.
func (f Facts) Value() (driver.Value, error) {
	if len(f) == 0 {
		return "{}", nil
	}
	return string(f), nil
}

// Scan reads jsonb.
func (f *Facts) Scan(src any) error {
	switch b := src.(type) {
	case []byte:
		*f = append(Facts{}, b...)
	case string:
		*f = Facts(b)
	default:
		return fmt.Errorf("scan facts: %T is not jsonb", src)
	}
	return nil
}

func toJSON(v any, empty bool) (driver.Value, error) {
	if empty {
		return "[]", nil
	}
	b, err := json.Marshal(v)
	return string(b), err
}

func fromJSON(src, dest any) error {
	switch b := src.(type) {
	case []byte:
		return json.Unmarshal(b, dest)
	case string:
		return json.Unmarshal([]byte(b), dest)
	}
	return fmt.Errorf("scan jsonb: %T", src)
}
