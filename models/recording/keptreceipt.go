package recording

import (
	"bytes"
	"encoding/json"

	"fealty/models/earning"
	"fealty/models/money"
	"fealty/models/spending"
)

// keptReceipt is a receipt as it is stored: all of it, under short names, since
// every purchase has one and names would take more room than what they name.
type keptReceipt struct {
	ID          []byte           `json:"i"`
	Reference   string           `json:"r"`
	Member      []byte           `json:"m,omitempty"`
	IsClaimable bool             `json:"c,omitempty"`
	Points      money.Points     `json:"p"`
	AvailableOn string           `json:"a,omitempty"`
	ExpiresOn   string           `json:"e,omitempty"`
	Lines       []money.Points   `json:"l"`
	Rules       []keptRule       `json:"x,omitempty"`
	Wallet      [3]money.Points  `json:"w"`
	Tier        keptTier         `json:"t,omitzero"`
	Paid        spending.Applied `json:"y,omitzero"`
	Stamps      []Stamped        `json:"s,omitempty"`
	Gifts       []Gift           `json:"g,omitempty"`
	Currency    string           `json:"u"`
	Language    string           `json:"n,omitempty"`
}

type keptRule struct {
	Rule    string            `json:"r"`
	Version int               `json:"v"`
	Points  money.Points      `json:"p"`
	Params  map[string]string `json:"a,omitempty"`
}

type keptTier struct {
	Key       string `json:"k"`
	Name      string `json:"n"`
	By        string `json:"b"`
	Value     int64  `json:"v"`
	Next      string `json:"x,omitempty"`
	Target    int64  `json:"t,omitempty"`
	ToGo      int64  `json:"g,omitempty"`
	Percent   int    `json:"p"`
	KeptUntil string `json:"u,omitempty"`
}

// MarshalJSON writes the receipt as it is stored. Its lines are those of the
// purchase, one to n.
func (r Receipt) MarshalJSON() ([]byte, error) {
	kept := keptReceipt{ID: r.ID[:], Reference: r.Reference, IsClaimable: r.Claimable, Points: r.Points,
		AvailableOn: r.AvailableOn, ExpiresOn: r.ExpiresOn, Lines: make([]money.Points, len(r.Lines)),
		Wallet: [3]money.Points{r.Wallet.Spendable, r.Wallet.Pending, r.Wallet.Owed}, Tier: keptTier(r.Tier),
		Paid: r.Paid, Stamps: r.Stamps, Gifts: r.Gifts, Currency: r.Currency, Language: r.Language}
	if !r.MemberID.IsZero() {
		kept.Member = r.MemberID[:]
	}
	for i, l := range r.Lines {
		kept.Lines[i] = l.Points
	}
	for _, e := range r.Explanation {
		kept.Rules = append(kept.Rules, keptRule(e))
	}
	return json.Marshal(kept)
}

// UnmarshalJSON reads it back, and the long names of the first receipts.
func (r *Receipt) UnmarshalJSON(text []byte) error {
	if bytes.HasPrefix(text, []byte(`{"id":`)) {
		type long Receipt
		return json.Unmarshal(text, (*long)(r))
	}
	var kept keptReceipt
	if err := json.Unmarshal(text, &kept); err != nil {
		return err
	}
	*r = Receipt{Reference: kept.Reference, Claimable: kept.IsClaimable, Points: kept.Points,
		AvailableOn: kept.AvailableOn, ExpiresOn: kept.ExpiresOn, Lines: make([]ReceiptLine, len(kept.Lines)),
		Explanation: make([]earning.Explanation, len(kept.Rules)),
		Wallet:      Wallet{Spendable: kept.Wallet[0], Pending: kept.Wallet[1], Owed: kept.Wallet[2]}, Tier: Tier(kept.Tier),
		Paid: kept.Paid, Stamps: kept.Stamps, Gifts: kept.Gifts, Currency: kept.Currency, Language: kept.Language}
	copy(r.ID[:], kept.ID)
	copy(r.MemberID[:], kept.Member)
	for i, points := range kept.Lines {
		r.Lines[i] = ReceiptLine{Line: i + 1, Points: points}
	}
	for i, rule := range kept.Rules {
		r.Explanation[i] = earning.Explanation(rule)
	}
	return nil
}
