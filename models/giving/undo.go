package giving

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"fealty/models/db"
	"fealty/models/donations"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/money"
	"fealty/models/once"
	"fealty/models/programme"
)

// TakingBack asks for a gift's points back.
type TakingBack struct {
	Member   ids.Member
	Donation ids.Donation
	Key      string
}

// TakenBack tells what came back, and what the member has now.
type TakenBack struct {
	Donation  ids.Donation `json:"donation"`
	Points    money.Points `json:"points"`
	Spendable money.Points `json:"spendable"`
}

// Undo takes a gift back within a day: its points go to the lots they came from,
// with their old last days. Refused as undo_too_late or already_undone.
func Undo(ctx context.Context, d *db.DB, deps Deps, cmd TakingBack) (TakenBack, error) {
	v, err := deps.Programme.InForce(ctx, d)
	if err != nil {
		return TakenBack{}, err
	}
	claim := once.Claiming{Key: once.Key{Scope: "ungive:" + cmd.Member.String(), Key: cmd.Key}, Input: once.Hash(cmd.Donation)}
	return once.Act[TakenBack](ctx, d, claim, func(tx *db.Tx, keep once.Keeper) error {
		held, err := ledger.Lock(ctx, tx, cmd.Member)
		if err != nil {
			return err
		}
		// The wallet's lock makes two undoings of one gift wait for each other.
		gave, err := donations.Find(ctx, tx, cmd.Member, cmd.Donation)
		switch {
		case err != nil:
			return err
		case gave.UndoneAt != nil:
			return fault.New(fault.Refused, "already_undone")
		case !gave.CanUndo(tx.Now):
			return fault.New(fault.Refused, "undo_too_late", fault.Params{"minutes": int(donations.UndoWindow.Minutes())})
		}
		return takeBack(ctx, tx, held, taking{gave, v, keep})
	})
}

type taking struct {
	gave    donations.Donation
	version *programme.Version
	keep    once.Keeper
}

func takeBack(ctx context.Context, tx *db.Tx, held *ledger.Held, t taking) error {
	g, today := t.gave, t.version.Today(tx.Now)
	writes, err := held.GiveBack(ctx, tx, ledger.Posting{
		Member: g.MemberID, Wallet: ledger.Points, Kind: ledger.DonationUndone, Amount: g.Points, GivesBack: g.EntrySeq,
		Undoes: g.EntrySeq, Source: "donation", SourceID: uuid.UUID(g.ID), Actor: byMember(g.MemberID),
		Version: t.version.Number, HappenedOn: today, Detail: fmt.Sprintf(`{"cause":%q}`, g.CauseID),
	})
	if err != nil {
		return err
	}
	kept, err := t.keep(TakenBack{Donation: g.ID, Points: g.Points, Spendable: held.Spendable(g.MemberID, ledger.Points, today)})
	if err != nil {
		return err
	}
	return tx.Apply(ctx, append(writes, donations.Undo(g, tx.Now), kept)...)
}
