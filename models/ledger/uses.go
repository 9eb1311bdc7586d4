package ledger

import (
	"context"
	"fmt"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/money"
)

// useRow is a use of an entry (or of one that gave back to it) with its lot as
// it stands; Graced is what came back to the entry as a lot of its own.
type useRow struct {
	Entry  int64        `db:"entry_seq"`
	Used   money.Points `db:"used"`
	Graced money.Points `db:"graced_amount"`
	Lot
}

const selectUses = `WITH acts AS (
		SELECT s AS entry_seq, s AS seq FROM unnest($3::bigint[]) AS s
		UNION ALL SELECT gives_back, seq FROM entries WHERE member_id = $1 AND wallet = $2 AND gives_back = ANY($3::bigint[]))
	SELECT a.entry_seq, u.amount AS used, 0 AS graced_amount,
		l.member_id, l.wallet, l.seq, l.amount, l.remaining, l.available_on, l.expires_on, l.graced
	FROM acts a JOIN lot_uses u ON u.member_id = $1 AND u.wallet = $2 AND u.entry_seq = a.seq
		JOIN lots l ON l.member_id = $1 AND l.wallet = $2 AND l.seq = u.lot_seq
	UNION ALL
	SELECT a.entry_seq, 0, l.amount, l.member_id, l.wallet, l.seq, l.amount, l.remaining, l.available_on, l.expires_on, l.graced
	FROM acts a JOIN lots l ON l.member_id = $1 AND l.wallet = $2 AND l.seq = a.seq WHERE a.seq <> a.entry_seq`

// LoadUses reads what the entries took from lots and got back since, with those
// lots, so that a posting can give back to them. Call it after the lock, and
// after LoadLots if that is called too.
func (h *Held) LoadUses(ctx context.Context, tx *db.Tx, of Of, entries ...int64) error {
	w := h.wallets[of]
	if w == nil || len(entries) == 0 {
		return nil
	}
	var rows []useRow
	if err := tx.Select(ctx, &rows, selectUses, of.Member, of.Wallet, pq.Int64Array(entries)); err != nil {
		return fmt.Errorf("load what %d entries took: %w", len(entries), err)
	}
	w.putUses(entries, rows)
	return nil
}

// GiveBack composes an undo: a posting that gives all that an entry took back to
// the lots it came from. From here on Held counts it; the writes are the
// caller's to apply.
func (h *Held) GiveBack(ctx context.Context, tx *db.Tx, p Posting) ([]db.Write, error) {
	if err := h.LoadLots(ctx, tx); err != nil {
		return nil, err
	}
	if err := h.LoadUses(ctx, tx, Of{p.Member, p.Wallet}, p.GivesBack); err != nil {
		return nil, err
	}
	batch, err := Compose(h, p)
	if err != nil {
		return nil, err
	}
	writes := batch.Writes()
	h.Advance(batch)
	return writes, nil
}

func (w *wallet) putUses(entries []int64, rows []useRow) {
	uses := make(map[int64]*takenBy, len(w.uses)+len(entries))
	for seq, t := range w.uses {
		uses[seq] = t
	}
	for _, seq := range entries {
		uses[seq] = &takenBy{taken: map[int64]money.Points{}, restored: map[int64]money.Points{}}
	}
	for _, r := range rows {
		uses[r.Entry].add(r)
		if w.find(r.Seq) < 0 {
			w.insert(lot{Lot: r.clean()})
		}
	}
	w.uses = uses
}

func (t *takenBy) add(r useRow) {
	t.graced += r.Graced
	if r.Used > 0 {
		t.taken[r.Seq] += r.Used
		return
	}
	t.restored[r.Seq] -= r.Used
}

// Outstanding gives what an entry took and did not get back yet. Its uses must
// be loaded.
func (h *Held) Outstanding(of Of, entry int64) money.Points {
	w := h.wallets[of]
	if w == nil || w.uses[entry] == nil {
		return 0
	}
	t := w.uses[entry]
	sum := -t.graced
	for seq, n := range t.taken {
		sum += n - t.restored[seq]
	}
	return sum
}
