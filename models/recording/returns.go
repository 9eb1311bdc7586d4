package recording

import (
	"strconv"
	"time"

	"github.com/google/uuid"

	"fealty/models/audit"
	"fealty/models/earning"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/money"
	"fealty/models/once"
	"fealty/models/programme"
	"fealty/models/purchases"
	"fealty/models/referrals"
	"fealty/models/tiers"
)

// ReturnCommand asks for a return to be recorded.
type ReturnCommand struct {
	Key   once.Key
	Actor ledger.Actor
	Quiet bool
	// Audit is as in Command.
	Audit *audit.Act
	Input ReturnInput
}

// ReturnInput is what a shop says about a return: of the purchase with an id, or
// of the one it calls PurchaseReference, which may be yet to come. No lines mean
// all that is left.
type ReturnInput struct {
	PurchaseID        ids.Purchase `json:"purchase_id,omitzero"`
	PurchaseReference string       `json:"purchase_reference,omitempty"`
	Reference         string       `json:"reference"`
	// ReturnedAt may be zero: now.
	ReturnedAt time.Time `json:"returned_at"`
	Lines      []Back    `json:"lines"`
}

// Back is how much of a line comes back.
type Back struct {
	Line     int            `json:"line"`
	Quantity money.Quantity `json:"quantity"`
}

// ReturnFacts are all that a return is decided on beside itself.
type ReturnFacts struct {
	Purchase purchases.Purchase
	Lines    []purchases.Line
	// Version is the one in force today: it says what becomes of spent points and
	// how tiers stand. What was earned is with the lines.
	Version  *programme.Version
	Standing tiers.Standing
	// Window is summed from tiers.ReturnWindowStart, before this return.
	Window     tiers.Window
	Today      time.Time
	RecordedAt time.Time
	Referral   *referrals.Referral
	// Lapsed is what of the award expired unused, and no return before counted.
	Lapsed money.Points
	// Other is the friend's first other purchase that would do for the referral;
	// nil when there is none, or no such referral.
	Other *referrals.Purchase
}

// ReturnDecision is what a return comes to, but for what of Due is still there
// to take: the wallets know that.
type ReturnDecision struct {
	// Purchase and Lines are as they stand afterwards.
	Purchase purchases.Purchase
	Lines    []purchases.Line
	Back     purchases.ReturnedLines
	Amount   money.Amount
	Due      money.Points
	// Restored is what comes back of each payment in points or credit, in the
	// order of the purchase's payments.
	Restored []money.Points
	// IsAll says that nothing is left of the purchase; then its vouchers are good
	// again.
	IsAll    bool
	Standing tiers.Standing
	Change   tiers.Change
	Window   tiers.Window
	Referral referrals.Change
}

// DecideReturn is the whole of the decision, and pure. A line that is not in the
// purchase is fault.Invalid; more than is left is fault.Refused
// "return_too_much", nothing left "return_nothing_left".
func DecideReturn(f ReturnFacts, asked []Back) (ReturnDecision, error) {
	back, err := whatComesBack(f.Lines, asked)
	if err != nil {
		return ReturnDecision{}, err
	}
	d := ReturnDecision{Purchase: f.Purchase, Lines: append([]purchases.Line(nil), f.Lines...)}
	var spend money.Amount
	for i, line := range f.Lines {
		now := back[i]
		if now == 0 {
			continue
		}
		due := earning.Due(line.Points, line.Bought, line.Returned, now)
		d.Lines[i].Returned += now
		d.Back = append(d.Back, purchases.ReturnedLine{Line: line.Line, Quantity: now, Due: due})
		d.Due += due
		d.Amount += part(line, line.Amount, now)
		spend += part(line, line.Base, now)
	}
	d.settle(f, spend)
	d.Window = f.windowWithout(f.Purchase, d.Purchase)
	d.Standing, d.Change = tiers.AfterReturn(f.Version.Document.Tiers, f.Standing, d.Window, f.Today)
	if f.Referral != nil && f.Referral.PurchaseID == f.Purchase.ID {
		left := referrals.Purchase{ID: f.Purchase.ID, On: f.Purchase.PlacedOn, Spend: d.Purchase.TierSpend}
		d.Referral = f.refer(left)
	}
	return d, nil
}

// refer judges the referral again: without its purchase the next one counts.
func (f ReturnFacts) refer(left referrals.Purchase) referrals.Change {
	policy := f.Version.Document.Referral
	change := referrals.AfterReturn(policy, *f.Referral, left)
	if !change.Changed || f.Other == nil {
		return change
	}
	if next := referrals.Qualify(policy, change.Referral, *f.Other); next.Changed {
		return next
	}
	return change
}

// settle lets the last unit of the purchase take all the rest: what shipping
// earned, and what rounding left.
func (d *ReturnDecision) settle(f ReturnFacts, spend money.Amount) {
	d.IsAll = purchases.IsAllBack(d.Lines)
	if d.IsAll {
		rest := f.Purchase.Points - f.Purchase.PointsReturned - d.Due
		if rest > 0 {
			d.Back = append(d.Back, purchases.ReturnedLine{Due: rest})
		}
		d.Due += rest
		spend = d.Purchase.TierSpend
	}
	d.Purchase.PointsReturned += d.Due
	d.Purchase.TierSpend -= spend
	d.Purchase.TierPoints -= d.Due
	for _, payment := range f.Purchase.Payments {
		_, paid := taken(payment)
		d.Restored = append(d.Restored, restored(d.Lines, paid)-restored(f.Lines, paid))
	}
}

// part is the share of an amount of a line that comes back now: ⌊so far⌋ less
// ⌊before⌋, so that all parts add up.
func part(l purchases.Line, amount money.Amount, now money.Quantity) money.Amount {
	after := money.Share(int64(amount), int64(l.Returned+now), int64(l.Bought))
	return money.Amount(after - money.Share(int64(amount), int64(l.Returned), int64(l.Bought)))
}

// restored is how much of a payment has come back in all, pro rata to the
// amounts that came back; the last unit brings the rest.
func restored(lines []purchases.Line, paid money.Points) money.Points {
	if purchases.IsAllBack(lines) {
		return paid
	}
	var back, total int64
	for _, l := range lines {
		total += int64(l.Amount)
		back += money.Share(int64(l.Amount), int64(l.Returned), int64(l.Bought))
	}
	return money.Points(money.Share(int64(paid), back, total))
}

// whatComesBack gives the quantity of each line of the purchase.
func whatComesBack(lines []purchases.Line, asked []Back) ([]money.Quantity, error) {
	back := make([]money.Quantity, len(lines))
	if len(asked) == 0 {
		if purchases.IsAllBack(lines) {
			return nil, fault.New(fault.Refused, "return_nothing_left")
		}
		for i, l := range lines {
			back[i] = l.Left()
		}
		return back, nil
	}
	at := map[int]int{}
	for i, l := range lines {
		at[l.Line] = i
	}
	var f fault.Fields
	for n, a := range asked {
		i, known := at[a.Line]
		if !known {
			f.Add("lines."+strconv.Itoa(n)+".line", "return_line")
			continue
		}
		back[i] += a.Quantity
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	for i, l := range lines {
		if back[i] > l.Left() {
			return nil, fault.New(fault.Refused, "return_too_much", fault.Params{"line": int64(l.Line), "left": l.Left().String()})
		}
	}
	return back, nil
}

func (f ReturnFacts) windowWithout(before, after purchases.Purchase) tiers.Window {
	w := f.Window
	from := tiers.ReturnWindowStart(f.Version.Document.Tiers, f.Standing, f.Today)
	if !before.PlacedOn.Before(from) && !before.PlacedOn.After(f.Today) {
		w.Spend -= before.TierSpend - after.TierSpend
		w.Points -= before.TierPoints - after.TierPoints
	}
	return w
}

// Restoring are the postings that give back what was paid with points and
// credit, to the lots it came from. They go before Reversing, so that what is
// due can be taken of them.
func (d ReturnDecision) Restoring(f ReturnFacts, id ids.Return, by ledger.Actor) []ledger.Posting {
	var out []ledger.Posting
	for i, payment := range f.Purchase.Payments {
		if d.Restored[i] == 0 {
			continue
		}
		give := f.posting(id, by)
		give.Kind, give.Amount, give.GivesBack, give.Grace = ledger.PaymentRestored, d.Restored[i], payment.EntrySeq, true
		give.Wallet, _ = taken(payment)
		out = append(out, give)
	}
	return out
}

// Split says what became of the points that were due. Lapsed is the part of
// what is forgiven that had expired unused: the member never had its use, so it
// is neither taken from other points nor owed, whatever the setting says.
type Split struct{ Taken, Forgiven, Owed, Lapsed money.Points }

// Reversing are the postings that take back what is due, as far as it is there
// (takeable, as Held.CanTake says); the rest is owed or forgiven by setting.
func (d ReturnDecision) Reversing(f ReturnFacts, id ids.Return, by Taker) ([]ledger.Posting, Split) {
	split := Split{Lapsed: min(f.Lapsed, d.Due)}
	split.Taken = min(by.Takeable, d.Due-split.Lapsed)
	rest := d.Due - split.Lapsed - split.Taken
	split.Forgiven = split.Lapsed
	var out []ledger.Posting
	if split.Taken > 0 {
		take := f.posting(id, by.Actor)
		take.Kind, take.Amount, take.Draw, take.From = ledger.Reversal, -split.Taken, ledger.TakingBack, d.Reclaim().From
		out = append(out, take)
	}
	if f.Version.Document.Spending.Debt != programme.Owe {
		split.Forgiven += rest
		return out, split
	}
	if split.Owed = rest; rest > 0 {
		owe := f.posting(id, by.Actor)
		owe.Kind, owe.Amount, owe.Wallet = ledger.Owed, rest, ledger.Debt
		out = append(out, owe)
	}
	return out, split
}

// Taker is who takes back, and how much the wallets let them.
type Taker struct {
	Actor    ledger.Actor
	Takeable money.Points
}

func (f ReturnFacts) posting(id ids.Return, by ledger.Actor) ledger.Posting {
	return ledger.Posting{Member: f.Purchase.MemberID, Wallet: ledger.Points, Source: SourceReturn, SourceID: uuid.UUID(id), Actor: by,
		Version: f.Version.Number, HappenedOn: f.Today}
}
