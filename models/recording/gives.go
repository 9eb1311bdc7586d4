package recording

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/messages"
	"fealty/models/money"
	"fealty/models/stamps"
	"fealty/models/vouchers"
)

// givesSQL reads the stamp cards and the gifts that purchases grant, with where
// the member stands; few rows, found by an index of their own.
const givesSQL = `(SELECT jsonb_agg(jsonb_build_object('reward', r.id, 'kind', r.kind, 'tier', r.tier, 'stamps', r.stamps, 'of', r.stamp_of,
		'from', r.granted_from, 'starts', r.starts_on, 'ends', r.ends_on, 'days', r.valid_days, 'worth', r.worth, 'per_member', r.per_member,
		'collected', coalesce(s.collected, 0), 'spent', coalesce(s.spent, 0),
		'held', CASE WHEN r.per_member IS NULL THEN 0 ELSE (SELECT count(*) FROM vouchers x WHERE x.member_id = m.id AND x.reward_id = r.id
			AND x.state NOT IN ('returned', 'cancelled') AND x.issued_at >= CASE r.per_period
				WHEN 'day' THEN q.day WHEN 'month' THEN q.month WHEN 'year' THEN q.year ELSE '-infinity' END) END) ORDER BY r.id)
	FROM rewards r LEFT JOIN stamp_cards s ON s.member_id = m.id AND s.reward_id = r.id
	WHERE r.state = 'live' AND (r.kind = 'stamp_card' OR r.granted_from IS NOT NULL)) AS gives`

// offers reads what gather found, as far as the member's tier opens it.
func (g gathered) offers(f Facts) ([]stamps.Offer, error) {
	if len(g.Gives) == 0 {
		return nil, nil
	}
	var rows []struct {
		Reward    ids.Reward     `json:"reward"`
		Kind      catalogue.Kind `json:"kind"`
		Tier      string         `json:"tier"`
		Stamps    *int           `json:"stamps"`
		Of        string         `json:"of"`
		From      *money.Amount  `json:"from"`
		Starts    *string        `json:"starts"`
		Ends      *string        `json:"ends"`
		Days      int            `json:"days"`
		Worth     money.Amount   `json:"worth"`
		PerMember *int           `json:"per_member"`
		Collected int64          `json:"collected"`
		Spent     int64          `json:"spent"`
		Held      int            `json:"held"`
	}
	if err := json.Unmarshal(g.Gives, &rows); err != nil {
		return nil, fmt.Errorf("read what purchases give: %w", err)
	}
	var list []stamps.Offer
	for _, row := range rows {
		r := catalogue.Reward{ID: row.Reward, Kind: row.Kind, Tier: row.Tier, StartsOn: day(row.Starts), EndsOn: day(row.Ends),
			ValidDays: row.Days, Worth: row.Worth, PerMember: row.PerMember,
			Terms: catalogue.Terms{Stamps: row.Stamps, StampOf: row.Of, GrantedFrom: row.From}}
		if f.Version.Document.Tiers.AtLeast(f.Standing.Tier, r.Tier) {
			list = append(list, stamps.Offer{Reward: r, Held: row.Held,
				Card: stamps.Card{RewardID: row.Reward, Collected: row.Collected, Spent: row.Spent}})
		}
	}
	return list, nil
}

// collect decides what the purchase puts on cards and gives beside points.
func (d *Decision) collect(f Facts, in Input, total money.Amount) {
	p := stamps.Purchase{On: f.Version.Today(in.PlacedAt), Total: total, Lines: make([]stamps.Line, len(in.Lines))}
	for i, l := range in.Lines {
		p.Lines[i] = stamps.Line{Line: i + 1, Category: l.Category, SKU: l.SKU, Quantity: l.Quantity}
	}
	d.Given = stamps.Collect(f.Offers, p)
}

// givesMore tells whether the purchase puts anything on cards or gives gifts.
func (d Decision) givesMore() bool { return len(d.Given.Cards)+len(d.Given.Vouchers) > 0 }

// Gift is a voucher that a purchase gave. In a quote it has no id yet.
type Gift struct {
	Voucher   ids.Voucher `json:"voucher,omitzero"`
	Reward    ids.Reward  `json:"reward"`
	ExpiresOn string      `json:"expires_on"`
}

// Stamped is a stamp card as a purchase leaves it: so many given now, so many on
// it of so many.
type Stamped struct {
	Reward ids.Reward `json:"reward"`
	Given  int64      `json:"given"`
	On     int64      `json:"on"`
	Of     int        `json:"of"`
}

func (d Decision) stamped(f Facts) (list []Stamped) {
	for _, card := range d.Given.Cards {
		s := Stamped{Reward: card.RewardID, On: card.On()}
		for _, m := range d.Given.Marks {
			if m.RewardID == card.RewardID {
				s.Given += m.Stamps
			}
		}
		if at := slices.IndexFunc(f.Offers, func(o stamps.Offer) bool { return o.Reward.ID == card.RewardID }); at >= 0 {
			s.Of = *f.Offers[at].Reward.Stamps
		}
		list = append(list, s)
	}
	return list
}

// gifts are the vouchers that the purchase gives, without ids and codes.
func (d Decision) gifts(f Facts) (list []vouchers.Voucher) {
	for _, g := range d.Given.Vouchers {
		for range g.Count {
			list = append(list, vouchers.Voucher{MemberID: f.Member, RewardID: g.Reward.ID, State: vouchers.Issued, Worth: g.Reward.Worth,
				IssuedAt: f.RecordedAt, ExpiresOn: g.Reward.VoucherEnds(f.Today, time.UTC), GrantedBy: f.Purchase})
		}
	}
	return list
}

// give offers the rows of cards, marks and vouchers, and names the vouchers in
// the receipt.
func (p *purchase) give(tx *db.Tx) ([]db.Write, error) {
	given := p.decision.Given
	var writes []db.Write
	if len(given.Cards) > 0 {
		writes = append(writes, stamps.SaveCards(p.member, given.Cards, tx.Now), stamps.InsertMarks(p.member, p.id, given.Marks))
	}
	var notes []messages.Message
	for i, v := range p.decision.gifts(p.facts) {
		if err := vouchers.Mint(tx, p.deps.Keys, &v); err != nil {
			return nil, err
		}
		p.receipt.Gifts[i].Voucher = v.ID
		writes = append(writes, vouchers.Insert(v)...)
		notes = append(notes, p.gathered.note(v.ID.String(), p.facts)(messages.VoucherGiven,
			messages.Params{"reward": v.RewardID.String(), "voucher": v.ID.String(), "expires_on": dateText(&v.ExpiresOn)})...)
	}
	if len(notes) > 0 && !p.cmd.Quiet {
		writes = append(writes, messages.Insert(notes...))
	}
	return writes, nil
}

func giftsOf(list []vouchers.Voucher) (gifts []Gift) {
	for _, v := range list {
		gifts = append(gifts, Gift{Reward: v.RewardID, ExpiresOn: dateText(&v.ExpiresOn)})
	}
	return gifts
}
