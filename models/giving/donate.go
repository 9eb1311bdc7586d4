package giving

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"fealty/models/causes"
	"fealty/models/db"
	"fealty/models/donations"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/money"
	"fealty/models/once"
	"fealty/models/programme"
)

// Deps are what the flow stands on.
type Deps struct{ Programme *programme.Cache }

// Gift asks to give points to a cause. Key is the form's idempotency key.
type Gift struct {
	Member ids.Member
	Cause  ids.Cause
	Points money.Points
	Key    string
}

// Receipt tells what a gift came to in money, what the shop adds, and until when
// it can be taken back. Spendable is what the member has left.
type Receipt struct {
	Donation  ids.Donation `json:"donation"`
	Cause     ids.Cause    `json:"cause"`
	Points    money.Points `json:"points"`
	Amount    money.Amount `json:"amount"`
	Matched   money.Amount `json:"matched"`
	Spendable money.Points `json:"spendable"`
	GivenAt   time.Time    `json:"given_at"`
	UndoUntil time.Time    `json:"undo_until"`
}

// Sum is what some points come to for a cause: their value in money and what the
// shop adds, each rounded down to the minor unit. Pages ask it before the press.
func Sum(v *programme.Version, cause causes.Cause, points money.Points) (amount, matched money.Amount) {
	amount = money.Amount(money.Share(int64(v.Document.Giving.ValuePer100), int64(points), 100))
	return amount, money.Amount(money.Share(int64(amount), int64(cause.MatchPercent), 100))
}

// Donate gives points to a cause. No points, or more than anybody has, is a
// fault of the field; refused as cause_closed or too_few_points.
func Donate(ctx context.Context, d *db.DB, deps Deps, cmd Gift) (Receipt, error) {
	if cmd.Points <= 0 || cmd.Points > maxGift {
		var wrong fault.Fields
		wrong.Add("points", "between", fault.Params{"min": 1, "max": int64(maxGift)})
		return Receipt{}, wrong.Err()
	}
	v, err := deps.Programme.InForce(ctx, d)
	if err != nil {
		return Receipt{}, err
	}
	claim := once.Claiming{Key: once.Key{Scope: "give:" + cmd.Member.String(), Key: cmd.Key}, Input: once.Hash(cmd.Cause, cmd.Points)}
	return once.Act[Receipt](ctx, d, claim, func(tx *db.Tx, keep once.Keeper) error {
		held, err := ledger.Lock(ctx, tx, cmd.Member)
		if err != nil {
			return err
		}
		if err := held.LoadLots(ctx, tx); err != nil {
			return err
		}
		cause, err := causes.Find(ctx, tx, cmd.Cause)
		if err != nil {
			return err
		}
		if cause.State != causes.Live {
			return fault.New(fault.Refused, "cause_closed")
		}
		return give(ctx, tx, held, gift{cmd, cause, v, keep})
	})
}

// maxGift bounds one gift, so that its value fits.
const maxGift money.Points = 1_000_000_000

type gift struct {
	Gift
	cause   causes.Cause
	version *programme.Version
	keep    once.Keeper
}

func give(ctx context.Context, tx *db.Tx, held *ledger.Held, g gift) error {
	id, err := db.ID[ids.Donation](tx)
	if err != nil {
		return err
	}
	today := g.version.Today(tx.Now)
	// Too few points come back from here as the ledger's own refusal.
	batch, err := ledger.Compose(held, ledger.Posting{
		Member: g.Member, Wallet: ledger.Points, Kind: ledger.Donation, Amount: -g.Points, Source: "donation",
		SourceID: uuid.UUID(id), Actor: byMember(g.Member), Version: g.version.Number, HappenedOn: today,
		Detail: fmt.Sprintf(`{"cause":%q}`, g.Cause),
	})
	if err != nil {
		return err
	}
	amount, matched := Sum(g.version, g.cause, g.Points)
	gave := donations.Donation{MemberID: g.Member, ID: id, CauseID: g.Cause, Points: g.Points, Amount: amount, Matched: matched,
		EntrySeq: batch.Entries[0].Seq, GivenAt: tx.Now, GivenOn: today}
	spendable := held.Spendable(g.Member, ledger.Points, today) - g.Points
	kept, err := g.keep(Receipt{Donation: id, Cause: g.Cause, Points: g.Points, Amount: amount, Matched: matched,
		Spendable: spendable, GivenAt: tx.Now, UndoUntil: tx.Now.Add(donations.UndoWindow)})
	if err != nil {
		return err
	}
	return tx.Apply(ctx, append(batch.Writes(), donations.Insert(gave), kept)...)
}

func byMember(id ids.Member) ledger.Actor {
	return ledger.Actor{Kind: ledger.ByMember, ID: uuid.UUID(id)}
}
