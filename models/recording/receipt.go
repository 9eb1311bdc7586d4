package recording

import (
	"time"

	"fealty/models/earning"
	"fealty/models/ids"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/purchases"
	"fealty/models/spending"
	"fealty/models/tiers"
)

// Receipt is what a recorded purchase came to. It is stored as text under the
// idempotency key, and every answer is drawn from it alone.
type Receipt struct {
	ID        ids.Purchase `json:"id"`
	Reference string       `json:"reference"`
	MemberID  ids.Member   `json:"member_id,omitzero"`
	// Claimable says that the purchase waits for a member with that e-mail or
	// phone.
	Claimable   bool                  `json:"claimable,omitempty"`
	Points      money.Points          `json:"points"`
	AvailableOn string                `json:"available_on,omitempty"`
	ExpiresOn   string                `json:"expires_on,omitempty"`
	Lines       []ReceiptLine         `json:"lines"`
	Explanation []earning.Explanation `json:"explanation"`
	Wallet      Wallet                `json:"wallet"`
	Tier        Tier                  `json:"tier"`
	// Paid is what was paid in points and credit; zero for nothing.
	Paid spending.Applied `json:"paid,omitzero"`
	// Stamps are the cards it stamped, Gifts the vouchers it gave.
	Stamps   []Stamped `json:"stamps,omitempty"`
	Gifts    []Gift    `json:"gifts,omitempty"`
	Currency string    `json:"currency"`
	Language string    `json:"language,omitempty"`
}

// ReceiptLine is what a line gave.
type ReceiptLine struct {
	Line   int          `json:"line"`
	Points money.Points `json:"points"`
}

// Tier is where the member stands afterwards. Value, Target and ToGo are minor
// units when By is spend, else points.
type Tier struct {
	Key       string `json:"key"`
	Name      string `json:"name"`
	By        string `json:"by"`
	Value     int64  `json:"value"`
	Next      string `json:"next,omitempty"`
	Target    int64  `json:"target,omitempty"`
	ToGo      int64  `json:"to_go,omitempty"`
	Percent   int    `json:"percent"`
	KeptUntil string `json:"kept_until,omitempty"`
}

func dateText(at *time.Time) string {
	if at == nil || at.IsZero() {
		return ""
	}
	return at.Format(time.DateOnly)
}

func receiptOf(f Facts, d Decision, w Wallet, language string) Receipt {
	r := Receipt{ID: d.Purchase.ID, Reference: d.Purchase.Reference, MemberID: f.Member, Points: d.Award.Points,
		Wallet: w, Currency: f.Version.Currency().Code, Language: language,
		Explanation: d.Award.Explain(), Tier: tierOf(f.Version, d.Standing, d.Window, language, f.Today)}
	if d.Award.Points > 0 {
		r.AvailableOn, r.ExpiresOn = dateText(&d.Award.AvailableOn), dateText(d.Award.ExpiresOn)
	}
	r.Lines, r.Paid = receiptLines(d.Lines), paidWith(d.Purchase.Payments)
	r.Stamps, r.Gifts = d.stamped(f), giftsOf(d.gifts(f))
	return r
}

func paidWith(payments purchases.Payments) (paid spending.Applied) {
	if p := paidIn(payments, purchases.PaidPoints); p != nil {
		paid.Points, paid.Amount = p.Points, p.Amount
	}
	if p := paidIn(payments, purchases.PaidCredit); p != nil {
		paid.Credit = p.Amount
	}
	return paid
}

func receiptLines(lines []purchases.Line) []ReceiptLine {
	out := make([]ReceiptLine, len(lines))
	for i, l := range lines {
		out[i] = ReceiptLine{Line: l.Line, Points: l.Points}
	}
	return out
}

func tierOf(v *programme.Version, s tiers.Standing, w tiers.Window, language string, today time.Time) Tier {
	policy := v.Document.Tiers
	if policy.Rank(s.Tier) < 0 {
		// The version of an old purchase may not know the tier; it has no way up.
		return Tier{Key: s.Tier, Name: s.Tier, By: string(policy.By), Value: w.Value(policy), Percent: 100, KeptUntil: dateText(s.KeepUntil)}
	}
	p := tiers.Progress(policy, s, w, today)
	return Tier{Key: s.Tier, Name: v.Words(language).Tiers[s.Tier].Name, By: string(policy.By), Value: w.Value(policy),
		Next: p.Next, Target: p.Target, ToGo: p.ToGo, Percent: p.Percent, KeptUntil: dateText(s.KeepUntil)}
}

// guestReceipt is the receipt of somebody who is no member yet.
func guestReceipt(id ids.Purchase, in Input) Receipt {
	r := Receipt{ID: id, Reference: in.Reference, Claimable: true, Currency: in.Currency,
		Lines: make([]ReceiptLine, len(in.Lines)), Explanation: []earning.Explanation{}}
	for i := range in.Lines {
		r.Lines[i] = ReceiptLine{Line: i + 1}
	}
	return r
}
