package paying

import (
	"context"

	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/once"
	"fealty/models/reservations"
	"fealty/models/vouchers"
)

// Releasing asks for a reservation to be given free.
type Releasing struct {
	Key once.Key
	ID  ids.Reservation
}

// Release gives what was set aside free again, once. One that ended before is
// fault.Refused "reservation_captured", "reservation_released" or
// "reservation_expired".
func Release(ctx context.Context, d *db.DB, r Releasing) (reservations.Reservation, error) {
	found, err := reservations.Find(ctx, d, r.ID)
	if err != nil {
		return found, err
	}
	claim := once.Claiming{Key: r.Key, Input: once.Hash(r.ID)}
	return once.Act[reservations.Reservation](ctx, d, claim, func(tx *db.Tx, keep once.Keeper) error {
		open, err := lock(ctx, tx, found)
		if err != nil {
			return err
		}
		if err := open.MustBeOpen(tx.Now); err != nil {
			return err
		}
		writes := end(open, reservations.Released, tx)
		open.Ended, open.EndedAt = reservations.Released, &tx.Now
		kept, err := keep(open)
		if err != nil {
			return err
		}
		return tx.Apply(ctx, append(writes, kept)...)
	})
}

// lock reads a reservation again behind the member's lock, which everybody
// takes who ends one.
func lock(ctx context.Context, tx *db.Tx, r reservations.Reservation) (reservations.Reservation, error) {
	if _, err := ledger.Lock(ctx, tx, r.MemberID); err != nil {
		return r, err
	}
	return reservations.Find(ctx, tx, r.ID)
}

func end(r reservations.Reservation, how reservations.State, tx *db.Tx) []db.Write {
	writes := reservations.End(r, how, ids.Purchase{}, tx.Now)
	if r.Points > 0 {
		writes = append(writes, ledger.Release(ledger.Of{Member: r.MemberID, Wallet: ledger.Points}, r.Hold()))
	}
	if r.Credit > 0 {
		writes = append(writes, ledger.Release(ledger.Of{Member: r.MemberID, Wallet: ledger.Credit}, r.Hold()))
	}
	if len(r.Vouchers) > 0 {
		writes = append(writes, vouchers.Free(r.MemberID, r.Vouchers))
	}
	return writes
}

// ReleaseDue ends up to limit reservations whose time is over, and tells how
// many. Points and credit are free at that instant without it; vouchers and the
// books follow here. One that somebody else ends meanwhile is left alone.
func ReleaseDue(ctx context.Context, d *db.DB, limit int) (int, error) {
	due, err := reservations.Due(ctx, d, limit)
	if err != nil {
		return 0, err
	}
	ended := 0
	for _, r := range due {
		err := db.InTx(ctx, d, func(tx *db.Tx) error {
			now, err := lock(ctx, tx, r)
			if err != nil || now.Ended != "" {
				return err
			}
			return tx.Apply(ctx, end(now, reservations.Expired, tx)...)
		})
		if err != nil {
			return ended, err
		}
		ended++
	}
	return ended, nil
}
