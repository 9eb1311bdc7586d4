package recording

import (
	"context"
	"fmt"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/money"
	"fealty/models/stamps"
	"fealty/models/vouchers"
)

// givesBack takes back what the purchase's lines gave beside points: stamps off
// their cards, the unused vouchers that cards no longer carry, and a granted gift
// when too little is left of the purchase. What was used stays used.
func givesBack(ctx context.Context, tx *db.Tx, o returned) ([]db.Write, error) {
	member, purchase := o.facts.Purchase.MemberID, o.facts.Purchase.ID
	marks, err := stamps.LoadMarks(ctx, tx, member, purchase)
	if err != nil {
		return nil, err
	}
	writes, err := ungranted(ctx, tx, o)
	if err != nil || len(marks) == 0 {
		return writes, err
	}
	take := stamps.Reverse(marks, o.back())
	if len(take.Marks) == 0 {
		return writes, nil
	}
	cards, err := stamps.LoadCards(ctx, tx, member)
	if err != nil {
		return nil, err
	}
	var changed []stamps.Card
	for reward, lost := range take.Lost {
		card := cards[reward]
		card.Collected -= lost
		cancelled, err := unfill(ctx, tx, member, &card)
		if err != nil {
			return nil, err
		}
		changed, writes = append(changed, card), append(writes, cancelled...)
	}
	return append(writes, stamps.TakeBack(member, purchase, take.Marks), stamps.SaveCards(member, changed, tx.Now)), nil
}

// back are the quantities that come back now, line by line.
func (o returned) back() []stamps.Back {
	var list []stamps.Back
	for i, line := range o.facts.Lines {
		if now := o.decision.Lines[i].Returned - line.Returned; now > 0 {
			list = append(list, stamps.Back{Line: line.Line, Bought: line.Bought, Before: line.Returned, Now: now})
		}
	}
	return list
}

// unfill takes back as many unused vouchers as the card stands below nothing.
func unfill(ctx context.Context, tx *db.Tx, member ids.Member, card *stamps.Card) ([]db.Write, error) {
	if card.On() >= 0 {
		return nil, nil
	}
	reward, err := catalogue.Find(ctx, tx, card.RewardID)
	if err != nil || reward.Stamps == nil {
		return nil, err
	}
	unused, err := vouchers.Granted(ctx, tx, member, card.RewardID)
	if err != nil {
		return nil, err
	}
	var writes []db.Write
	each := int64(*reward.Stamps)
	for _, v := range unused[:stamps.Unfill(card.On(), each, int64(len(unused)))] {
		writes = append(writes, vouchers.Cancel(v))
		card.Spent = max(0, card.Spent-each)
	}
	return writes, nil
}

// ungranted takes back the unused gifts that the purchase was too small for, had
// it been as it is now.
func ungranted(ctx context.Context, tx *db.Tx, o returned) ([]db.Write, error) {
	given, err := vouchers.GrantedBy(ctx, tx, o.facts.Purchase.MemberID, o.facts.Purchase.ID)
	if err != nil {
		return nil, err
	}
	left := o.facts.Purchase.Total
	for _, l := range o.decision.Lines {
		left -= money.Amount(money.Share(int64(l.Amount), int64(l.Returned), int64(l.Bought)))
	}
	var writes []db.Write
	for _, v := range given {
		reward, err := catalogue.Find(ctx, tx, v.RewardID)
		if err != nil {
			return nil, fmt.Errorf("look at what a purchase gave: %w", err)
		}
		if reward.GrantedFrom != nil && (left < *reward.GrantedFrom || o.decision.IsAll) {
			writes = append(writes, vouchers.Cancel(v))
		}
	}
	return writes, nil
}
