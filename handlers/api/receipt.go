package api

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/earning"
	"fealty/models/ids"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/recording"
	"fealty/models/spending"
	"fealty/models/tiers"
)

// receiptView is a receipt as JSON. It is drawn from the stored receipt and the
// version it names alone, so a repeat gives the same bytes.
type receiptView struct {
	ID          ids.Purchase            `json:"id,omitzero"`
	Reference   string                  `json:"reference"`
	MemberID    ids.Member              `json:"member_id,omitzero"`
	Claimable   bool                    `json:"claimable,omitempty"`
	Points      money.Points            `json:"points"`
	AvailableOn *string                 `json:"available_on"`
	ExpiresOn   *string                 `json:"expires_on"`
	Lines       []recording.ReceiptLine `json:"lines"`
	Explanation []explanationView       `json:"explanation"`
	Wallet      recording.Wallet        `json:"wallet"`
	Tier        *tierView               `json:"tier"`
	// Paid is what was paid in points and credit; missing when nothing was.
	Paid *paidView `json:"paid,omitempty"`
	// Stamps are the cards that it stamped, Gifts the vouchers that it gave.
	Stamps []recording.Stamped `json:"stamps,omitempty"`
	Gifts  []recording.Gift    `json:"gifts,omitempty"`
}

// paidView is so many points that pay an amount, and credit.
type paidView struct {
	Points money.Points `json:"points"`
	Amount string       `json:"amount"`
	Credit string       `json:"credit"`
}

func drawPaid(currency money.Currency, a spending.Applied) *paidView {
	return &paidView{Points: a.Points, Amount: currency.Format(a.Amount), Credit: currency.Format(a.Credit)}
}

type explanationView struct {
	Rule    string       `json:"rule"`
	Version int          `json:"version"`
	Text    string       `json:"text"`
	Points  money.Points `json:"points"`
}

// tierView is where a member stands; the numbers of progress are points, or
// decimal text when tiers go by spend.
type tierView struct {
	Key      string       `json:"key"`
	Name     string       `json:"name"`
	Progress progressView `json:"progress"`
}

type progressView struct {
	By        string  `json:"by"`
	Value     any     `json:"value"`
	Next      *string `json:"next"`
	Target    any     `json:"target"`
	ToGo      any     `json:"to_go"`
	Percent   int     `json:"percent"`
	KeptUntil *string `json:"kept_until"`
}

func drawReceipt(c *fiber.Ctx, d web.Deps, r recording.Receipt) (receiptView, error) {
	v := receiptView{ID: r.ID, Reference: r.Reference, MemberID: r.MemberID, Claimable: r.Claimable, Points: r.Points,
		AvailableOn: orNull(r.AvailableOn), ExpiresOn: orNull(r.ExpiresOn), Lines: r.Lines, Wallet: r.Wallet,
		Explanation: []explanationView{}, Tier: drawTier(r.Tier, r.Currency), Stamps: r.Stamps, Gifts: r.Gifts}
	if currency, known := money.LookupCurrency(r.Currency); known && !r.Paid.IsNothing() {
		v.Paid = drawPaid(currency, r.Paid)
	}
	for _, e := range r.Explanation {
		version, err := d.Programme.Number(c.UserContext(), d.DB, e.Version)
		if err != nil {
			return v, err
		}
		v.Explanation = append(v.Explanation, explanationView{Rule: e.Rule, Version: e.Version, Points: e.Points,
			Text: explain(d, version, explained{e, r.Language})})
	}
	return v, nil
}

type explained struct {
	earning.Explanation
	language string
}

// explain words one summand in the member's language: "1 point per 1 EUR on
// 25.01 EUR", "Coffee: × 2 on 15.01 EUR".
func explain(d web.Deps, v *programme.Version, e explained) string {
	l := d.Views.Locales().Pick(e.language)
	base, _ := strconv.ParseInt(e.Params["base"], 10, 64) // rebuilt receipts know no base, and then say none
	amount := v.Currency().Format(money.Amount(base)) + " " + v.Currency().Code
	if e.Rule == earning.RuleBase {
		if e.Params == nil {
			return l.T("api.purchases.base")
		}
		return l.T("api.purchases.base_on", "PerUnit", e.Params["per_unit"], "Currency", v.Currency().Code, "Amount", amount)
	}
	name := v.Words(e.language).Rules[e.Rule]
	if name == "" {
		name = strings.ReplaceAll(e.Rule, "_", " ")
	}
	if e.Params == nil {
		return name
	}
	return l.T("api.purchases.rule_on", "Rule", name, "Factor", e.Params["factor"], "Amount", amount)
}

func drawTier(t recording.Tier, currency string) *tierView {
	if t.Key == "" {
		return nil
	}
	number := func(n int64) any { return n }
	if t.By == string(tiers.Spend) {
		known, _ := money.LookupCurrency(currency)
		number = func(n int64) any { return known.Format(money.Amount(n)) }
	}
	p := progressView{By: t.By, Value: number(t.Value), Next: orNull(t.Next), Percent: t.Percent, KeptUntil: orNull(t.KeptUntil)}
	if t.Next != "" {
		p.Target, p.ToGo = number(t.Target), number(t.ToGo)
	}
	return &tierView{Key: t.Key, Name: t.Name, Progress: p}
}

func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
