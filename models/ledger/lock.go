package ledger

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/money"
)

// Open makes the three wallets of new members. A flow that also posts in the
// same transaction uses Held.Open instead.
func Open(members ...ids.Member) db.Write {
	return db.Write{SQL: `INSERT INTO wallets (member_id, wallet)
		SELECT m, w FROM unnest($1::uuid[]) AS m, unnest('{points,credit,debt}'::text[]) AS w`,
		Args: []any{pq.StringArray(texts(members))}}
}

// lockWallets takes one row for each member: whoever changes any of a member's
// wallets, lots or holds holds it.
const lockWallets = `SELECT member_id, wallet, balance, seq, head, active_on FROM wallets
	WHERE member_id = ANY($1::uuid[]) AND wallet = 'points' ORDER BY member_id FOR UPDATE`

// Lock locks the members' wallets, in id order whatever order they come in, by
// the row of their points, which stands for all three. It waits for whoever
// holds one. A member without wallets is a fault.NotFound. With no members it
// asks nothing. Credit and debt are known after LoadLots.
func Lock(ctx context.Context, tx *db.Tx, members ...ids.Member) (*Held, error) {
	h, err := lock(ctx, tx, lockWallets, members)
	if err != nil {
		return nil, err
	}
	for _, m := range members {
		if !h.Has(m) {
			return nil, fault.New(fault.NotFound, "not_found")
		}
	}
	return h, nil
}

// TryLock is Lock of those members whom nobody else holds; it waits for none.
// Held.Has tells who they are.
func TryLock(ctx context.Context, tx *db.Tx, members ...ids.Member) (*Held, error) {
	return lock(ctx, tx, lockWallets+` SKIP LOCKED`, members)
}

func lock(ctx context.Context, tx *db.Tx, query string, members []ids.Member) (*Held, error) {
	h := newHeld(tx.Now)
	if len(members) == 0 {
		return h, nil
	}
	var rows []walletRow
	if err := tx.Select(ctx, &rows, query, pq.StringArray(texts(members))); err != nil {
		return nil, fmt.Errorf("lock %d members' wallets: %w", len(members), err)
	}
	h.add(rows)
	return h, nil
}

type walletRow struct {
	Member   ids.Member   `db:"member_id"`
	Wallet   Wallet       `db:"wallet"`
	Balance  money.Points `db:"balance"`
	Seq      int64        `db:"seq"`
	Head     []byte       `db:"head"`
	ActiveOn *time.Time   `db:"active_on"`
}

func (h *Held) add(rows []walletRow) {
	for _, r := range rows {
		h.wallets[Of{r.Member, r.Wallet}] = &wallet{balance: r.Balance, seq: r.Seq, head: r.Head, activeOn: dayOf(r.ActiveOn)}
	}
}

// LoadLots reads the other wallets, the open lots and the open holds of all that
// is held: the second statement, after the lock. A posting that only adds to the
// points does not need it.
func (h *Held) LoadLots(ctx context.Context, tx *db.Tx) error {
	members := h.lotsWanted()
	if len(members) == 0 {
		return nil
	}
	var rows []lotRow
	err := tx.Select(ctx, &rows, `SELECT member_id, wallet, seq, amount, remaining, available_on, expires_on, graced, NULL::uuid AS hold,
			NULL::bytea AS head FROM lots WHERE open AND member_id = ANY($1::uuid[])
		UNION ALL SELECT member_id, wallet, 0, amount, amount, held_at::date, NULL, false, id, NULL
			FROM holds WHERE state = 'open' AND expires_at > $2 AND member_id = ANY($1::uuid[])
		UNION ALL SELECT member_id, wallet, seq, balance, balance, coalesce(active_on, date '0001-01-01'), active_on, false, NULL, head
			FROM wallets WHERE wallet <> 'points' AND member_id = ANY($1::uuid[])`,
		pq.StringArray(texts(members)), tx.Now)
	if err != nil {
		return fmt.Errorf("load lots: %w", err)
	}
	h.putLots(members, rows)
	return nil
}

// lotRow is an open lot; or, with Hold, an open hold; or, with Head, one of the
// other wallets as it stands.
type lotRow struct {
	Lot
	Hold *uuid.UUID `db:"hold"`
	Head *[]byte    `db:"head"`
}

// lotsWanted lists the members whose lots are not loaded yet.
func (h *Held) lotsWanted() []ids.Member {
	var members []ids.Member
	for key, w := range h.wallets {
		if key.Wallet == Points && !w.loaded {
			members = append(members, key.Member)
		}
	}
	return members
}

func (h *Held) putLots(members []ids.Member, rows []lotRow) {
	for _, r := range rows {
		if r.Head != nil {
			h.add([]walletRow{{Member: r.Member, Wallet: r.Wallet, Balance: r.Remaining, Seq: r.Seq, Head: *r.Head, ActiveOn: r.ExpiresOn}})
		}
	}
	for _, m := range members {
		for _, w := range []Wallet{Points, Credit} {
			if held := h.wallets[Of{m, w}]; held != nil {
				held.lots, held.holds, held.loaded = nil, map[uuid.UUID]money.Points{}, true
			}
		}
	}
	for _, r := range rows {
		held := h.wallets[Of{r.Member, r.Wallet}]
		switch {
		case r.Head != nil || held == nil:
		case r.Hold != nil:
			held.holds[*r.Hold] = r.Amount
		default:
			held.insert(lot{Lot: r.clean()})
		}
	}
}

// clean puts dates at UTC midnight whatever the session's zone said.
func (l Lot) clean() Lot {
	l.AvailableOn = *dayOf(&l.AvailableOn)
	l.ExpiresOn = dayOf(l.ExpiresOn)
	return l
}

func dayOf(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	y, m, d := t.Date()
	day := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	return &day
}

func texts(members []ids.Member) []string {
	out := make([]string, len(members))
	for i, m := range members {
		out[i] = m.String()
	}
	return out
}
