package enrolling

import (
	"context"
	"fmt"

	"fealty/models/audit"
	"fealty/models/cards"
	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/money"
	"fealty/models/purchases"
	"fealty/models/recording"
)

// CardClaim asks for a printed card to be a member's. Number is as cards.Parse
// gives it.
type CardClaim struct {
	Number string
	Member ids.Member
	Actor  ledger.Actor
	// Audit is what one of the staff did, when one of them did it.
	Audit *audit.Act
}

// CardClaimed tells what was waiting on the card.
type CardClaimed struct {
	Purchases int
	Points    money.Points
}

// ClaimCard makes a printed card a member's and records what was bought on it,
// each purchase under the rules of its day. One's own card again gives nothing
// more. A number that was never printed is fault.NotFound "card_unknown",
// somebody else's card fault.Refused "card_taken".
func ClaimCard(ctx context.Context, d *db.DB, deps Deps, c CardClaim) (CardClaimed, error) {
	var out CardClaimed
	err := db.InTx(ctx, d, func(tx *db.Tx) error {
		out = CardClaimed{}
		// A purchase on the card waits here, and then finds the member.
		if err := purchases.HoldContact(ctx, tx, cards.Contact, c.Number); err != nil {
			return err
		}
		if err := cards.Claim(ctx, tx, c.Number, c.Member); err != nil {
			return err
		}
		receipts, err := recording.ClaimGuests(ctx, tx, deps.recording(), recording.Claiming{Member: c.Member, Actor: c.Actor,
			Contact: members.Contact{Kind: cards.Contact, Value: c.Number}})
		if err != nil {
			return err
		}
		for _, r := range receipts {
			out.Points += r.Points
		}
		out.Purchases = len(receipts)
		return c.record(ctx, tx, out)
	})
	if err != nil {
		return CardClaimed{}, fmt.Errorf("claim a card: %w", err)
	}
	return out, nil
}

func (c CardClaim) record(ctx context.Context, tx *db.Tx, out CardClaimed) error {
	if c.Audit == nil {
		return nil
	}
	act := Joined{Member: members.Member{ID: c.Member}, Points: out.Points}.audited(*c.Audit)
	act.Object = "card"
	return audit.Record(ctx, tx, act)
}
