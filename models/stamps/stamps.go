package stamps

import (
	"time"

	"fealty/models/catalogue"
	"fealty/models/ids"
	"fealty/models/money"
)

// Card is one stamp card of a member: what was collected in all, less what full
// cards took. The rest may be below nothing, when goods came back after their
// voucher was used.
type Card struct {
	RewardID  ids.Reward
	Collected int64
	Spent     int64
}

// On is how many stamps are on the card now.
func (c Card) On() int64 { return c.Collected - c.Spent }

// Offer is a reward that purchases fill or grant, with where the member stands:
// the card, and how many vouchers of it they hold or have used in its period.
type Offer struct {
	Reward catalogue.Reward
	Card   Card
	Held   int
}

// Line is a line of a purchase as far as stamps ask.
type Line struct {
	Line          int
	Category, SKU string
	Quantity      money.Quantity
}

// Mark is what one line gave one card.
type Mark struct {
	Line      int
	RewardID  ids.Reward
	Stamps    int64
	TakenBack int64
}

// Given is what a purchase comes to: the marks, the cards as they stand after
// it, and how many vouchers of which reward it gives.
type Given struct {
	Marks    []Mark
	Cards    []Card
	Vouchers []Voucher
}

// Voucher is so many vouchers of one reward.
type Voucher struct {
	Reward catalogue.Reward
	Count  int64
}

// Purchase is a purchase as far as stamps and grants ask: its day, its lines and
// its total in minor units.
type Purchase struct {
	On    time.Time
	Lines []Line
	Total money.Amount
}

// MaxPerPurchase bounds how many vouchers one purchase gives of one reward.
const MaxPerPurchase = 20

// Collect decides what a purchase gives. Each whole unit of a line that counts is
// one stamp; a full card is a voucher at once, and what is over lies on the next.
func Collect(offers []Offer, p Purchase) Given {
	var g Given
	for _, o := range offers {
		if !o.Reward.HasStarted(p.On) || o.Reward.HasEnded(p.On) {
			continue
		}
		if o.Reward.Kind == catalogue.StampCard {
			g.stamp(o, p)
		} else if from := o.Reward.GrantedFrom; from != nil && p.Total >= *from && p.Total > 0 && o.mayHaveMore() {
			g.Vouchers = append(g.Vouchers, Voucher{o.Reward, 1})
		}
	}
	return g
}

func (o Offer) mayHaveMore() bool { return o.Reward.PerMember == nil || o.Held < *o.Reward.PerMember }

func (g *Given) stamp(o Offer, p Purchase) {
	card := o.Card
	card.RewardID = o.Reward.ID
	for _, l := range p.Lines {
		units := int64(l.Quantity / money.One)
		if units > 0 && o.Reward.Counts(l.Category, l.SKU) {
			g.Marks = append(g.Marks, Mark{Line: l.Line, RewardID: o.Reward.ID, Stamps: units})
			card.Collected += units
		}
	}
	if card.Collected == o.Card.Collected {
		return
	}
	full := min(max(card.On(), 0)/int64(*o.Reward.Stamps), MaxPerPurchase)
	card.Spent += full * int64(*o.Reward.Stamps)
	g.Cards = append(g.Cards, card)
	if full > 0 {
		g.Vouchers = append(g.Vouchers, Voucher{o.Reward, full})
	}
}

// Back is how much of a line comes back: Before had come back earlier, Now comes
// back with this return.
type Back struct {
	Line                int
	Bought, Before, Now money.Quantity
}

// Take is what a return takes off: the marks with what was taken of each in all,
// and how many stamps each card loses.
type Take struct {
	Marks []Mark
	Lost  map[ids.Reward]int64
}

// Reverse decides what a return takes back of what its purchase's lines gave:
// ⌊stamps × returned ÷ bought⌋ so far, the last unit takes the rest.
func Reverse(marks []Mark, back []Back) Take {
	t := Take{Lost: map[ids.Reward]int64{}}
	for _, m := range marks {
		for _, b := range back {
			if b.Line != m.Line || b.Now <= 0 {
				continue
			}
			due := money.Share(m.Stamps, int64(b.Before+b.Now), int64(b.Bought)) - m.TakenBack
			if due > 0 {
				m.TakenBack += due
				t.Lost[m.RewardID] += due
				t.Marks = append(t.Marks, m)
			}
		}
	}
	return t
}

// Unfill says how many unused vouchers of a card must be taken back so that it
// does not stand below nothing, when each took so many stamps.
func Unfill(on, each, unused int64) int64 {
	if on >= 0 || each <= 0 {
		return 0
	}
	return min((-on+each-1)/each, unused)
}
