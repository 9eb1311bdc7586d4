package paying

import (
	"context"
	"time"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/money"
	"fealty/models/once"
	"fealty/models/purchases"
	"fealty/models/recording"
	"fealty/models/reservations"
	"fealty/models/spending"
	"fealty/models/vouchers"
)

// Deps is what paying needs beside the database.
type Deps = recording.Deps

// Asking asks for a reservation: of this basket, so much. The vouchers among the
// basket's payments are set aside with it; points and credit are asked for, not
// listed as payments.
type Asking struct {
	Key   once.Key
	Input recording.Input
	Ask   spending.Ask
}

// Reserve sets aside what the member may pay of the basket: the least of what is
// asked, what can be spent and what the share allows. When that is nothing it is
// fault.Refused and says why. The same key gives the same reservation.
func Reserve(ctx context.Context, d *db.DB, deps Deps, a Asking) (reservations.Reservation, error) {
	if err := check(a); err != nil {
		return reservations.Reservation{}, err
	}
	basket, err := recording.Weigh(ctx, d, deps, a.Input)
	if err != nil {
		return reservations.Reservation{}, err
	}
	claim := once.Claiming{Key: a.Key, Input: once.Hash(a.Input, a.Ask)}
	return once.Act[reservations.Reservation](ctx, d, claim, func(tx *db.Tx, keep once.Keeper) error {
		return reserve(ctx, tx, reserving{a, basket, keep})
	})
}

func check(a Asking) error {
	var f fault.Fields
	if a.Ask.Points < 0 {
		f.Add("reserve.points", "payment_points")
	}
	if a.Ask.Credit < 0 {
		f.Add("reserve.credit", "amount_range")
	}
	hasVoucher := false
	for _, p := range a.Input.Payments {
		hasVoucher = hasVoucher || p.Kind == purchases.PaidVoucher
		if p.Kind == purchases.PaidPoints || p.Kind == purchases.PaidCredit {
			f.Add("payments", "payment_reserved")
		}
	}
	if a.Ask.Points == 0 && a.Ask.Credit == 0 && !hasVoucher {
		f.Add("reserve.points", "required")
	}
	return f.Err()
}

// reserving is one asking on its way.
type reserving struct {
	Asking
	basket recording.Basket
	keep   once.Keeper
}

func reserve(ctx context.Context, tx *db.Tx, r reserving) error {
	held, err := ledger.Lock(ctx, tx, r.basket.Member())
	if fault.KindOf(err) == fault.NotFound {
		return unknownMember()
	}
	if err != nil {
		return err
	}
	cost, err := r.basket.Cost(ctx, tx)
	if err != nil {
		return err
	}
	if err := held.LoadLots(ctx, tx); err != nil {
		return err
	}
	made, err := r.decide(tx, held, cost)
	if err != nil {
		return err
	}
	writes, err := setAside(held, made, r.basket.Version().Today(tx.Now))
	if err != nil {
		return err
	}
	isFree, err := vouchers.Reserve(ctx, tx, made.MemberID, made.Vouchers)
	if err != nil {
		return err
	}
	if !isFree {
		// Somebody used it between our look and our hand; the next try says what.
		return fault.New(fault.Unavailable, "unavailable")
	}
	kept, err := r.keep(made)
	if err != nil {
		return err
	}
	return tx.Apply(ctx, append(writes, kept)...)
}

func unknownMember() error {
	var f fault.Fields
	f.Add("member.id", "member_unknown")
	return f.Err()
}

// decide asks how much may be paid, and makes the reservation of it.
func (r reserving) decide(tx *db.Tx, held *ledger.Held, cost recording.Cost) (reservations.Reservation, error) {
	version, member := r.basket.Version(), r.basket.Member()
	today := version.Today(tx.Now)
	has := spending.Purse{Points: held.Spendable(member, ledger.Points, today), Credit: money.Amount(held.Spendable(member, ledger.Credit, today))}
	basket := version.Document.Spending.Case(cost.ToPay, r.Input.Channel, has)
	applied := basket.Apply(r.Ask)
	if applied.IsNothing() && (len(cost.Vouchers) == 0 || r.Ask != spending.Ask{}) {
		return reservations.Reservation{}, basket.WhyNothing(r.Ask)
	}
	id, err := db.ID[ids.Reservation](tx)
	if err != nil {
		return reservations.Reservation{}, err
	}
	made := reservations.Reservation{MemberID: member, ID: id, Points: applied.Points, Amount: applied.Amount, Credit: applied.Credit,
		Vouchers: append(reservations.Vouchers{}, cost.Vouchers...), Total: cost.ToPay, Channel: r.Input.Channel,
		Version: version.Number, CreatedAt: tx.Now}
	made.ExpiresAt = until(made, held, ending{today, tx.Now.Add(version.Document.Spending.Pays().Hold()), version.Zone()})
	return made, nil
}

// ending is when a reservation would end.
type ending struct {
	today time.Time
	at    time.Time
	zone  *time.Location
}

// until ends a reservation at midnight when it needs lots whose last day is
// today: what is promised can be kept.
func until(r reservations.Reservation, held *ledger.Held, e ending) time.Time {
	tomorrow := e.today.AddDate(0, 0, 1)
	midnight := time.Date(tomorrow.Year(), tomorrow.Month(), tomorrow.Day(), 0, 0, 0, 0, e.zone)
	lasts := held.Spendable(r.MemberID, ledger.Points, tomorrow) >= r.Points &&
		held.Spendable(r.MemberID, ledger.Credit, tomorrow) >= money.Points(r.Credit)
	if lasts || e.at.Before(midnight) {
		return e.at
	}
	return midnight.UTC()
}

// setAside holds what is reserved in the ledger.
func setAside(held *ledger.Held, r reservations.Reservation, today time.Time) ([]db.Write, error) {
	writes := []db.Write{reservations.Insert(r)}
	for wallet, amount := range map[ledger.Wallet]money.Points{ledger.Points: r.Points, ledger.Credit: money.Points(r.Credit)} {
		if amount == 0 {
			continue
		}
		hold, err := held.SetAside(ledger.Hold{Of: ledger.Of{Member: r.MemberID, Wallet: wallet}, ID: r.Hold(), Amount: amount, ExpiresAt: r.ExpiresAt}, today)
		if err != nil {
			return nil, err
		}
		writes = append(writes, hold)
	}
	return writes, nil
}
