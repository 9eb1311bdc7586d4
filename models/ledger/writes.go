package ledger

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/ids"
)

// Post composes and writes at once, and moves the Held on. It loads the other
// wallets when a posting needs one and nobody has.
func Post(ctx context.Context, tx *db.Tx, h *Held, postings ...Posting) ([]Entry, error) {
	if slices.ContainsFunc(postings, func(p Posting) bool { return h.wallets[Of{p.Member, p.Wallet}] == nil }) {
		if err := h.LoadLots(ctx, tx); err != nil {
			return nil, err
		}
	}
	b, err := Compose(h, postings...)
	if err != nil {
		return nil, err
	}
	if err := tx.Apply(ctx, b.Writes()...); err != nil {
		return nil, fmt.Errorf("post %d entries: %w", len(b.Entries), err)
	}
	h.Advance(b)
	return b.Entries, nil
}

// Writes offers the batch's rows, only those needed. They go in one tx.Apply,
// with whatever else the flow writes.
func (b *Batch) Writes() []db.Write {
	var writes []db.Write
	for _, w := range []*columns{b.madeWallets(), b.movedWallets(), b.entries(), b.madeLots(), b.movedLots(), b.lotUses(), b.holds()} {
		if w.n > 0 {
			writes = append(writes, db.Write{SQL: w.sql, Args: w.args})
		}
	}
	return writes
}

// columns is one statement with its arrays; n tells how many rows.
type columns struct {
	n    int
	sql  string
	args []any
}

func (b *Batch) madeWallets() *columns {
	var keys []Of
	for _, m := range b.held.fresh {
		keys = append(keys, Of{m, Points}, Of{m, Credit}, Of{m, Debt})
	}
	return b.walletRows(keys, `INSERT INTO wallets (member_id, wallet, balance, seq, head, active_on)
		SELECT m, w, b, s, h, NULLIF(a, '')::date
		FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[], $5::bytea[], $6::text[]) AS v (m, w, b, s, h, a)`)
}

func (b *Batch) movedWallets() *columns {
	fresh := make(map[ids.Member]bool, len(b.held.fresh))
	for _, m := range b.held.fresh {
		fresh[m] = true
	}
	var keys []Of
	for _, key := range b.order {
		if !fresh[key.Member] {
			keys = append(keys, key)
		}
	}
	return b.walletRows(keys, `UPDATE wallets SET balance = b, seq = s, head = h, active_on = NULLIF(a, '')::date
		FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[], $5::bytea[], $6::text[]) AS v (m, w, b, s, h, a)
		WHERE member_id = m AND wallet = w`)
}

func (b *Batch) walletRows(keys []Of, sql string) *columns {
	n := len(keys)
	members, wallets, days := make([]string, n), make([]string, n), make([]string, n)
	balances, seqs, heads := make([]int64, n), make([]int64, n), make([][]byte, n)
	for i, key := range keys {
		w := b.wallets[key]
		if w == nil {
			w = b.held.wallets[key]
		}
		members[i], wallets[i], days[i] = key.Member.String(), string(key.Wallet), dateText(w.activeOn)
		balances[i], seqs[i], heads[i] = int64(w.balance), w.seq, w.head
		if w.head == nil {
			heads[i] = []byte{}
		}
	}
	return &columns{n, sql, []any{pq.StringArray(members), pq.StringArray(wallets), pq.Int64Array(balances),
		pq.Int64Array(seqs), pq.ByteaArray(heads), pq.StringArray(days)}}
}

const insertEntries = `INSERT INTO entries (member_id, wallet, seq, kind, amount, balance, source, source_id, actor, actor_id,
		undoes, gives_back, version, detail, happened_on, recorded_at, hash)
	SELECT m, w, s, k, a, b, src, NULLIF(src_id, '')::uuid, act, NULLIF(act_id, '')::uuid,
		NULLIF(un, 0), NULLIF(gb, 0), ver, d, day, $16, h
	FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::text[], $9::text[],
		$10::text[], $11::bigint[], $12::bigint[], $13::integer[], $14::text[], $15::date[], $17::bytea[])
		AS v (m, w, s, k, a, b, src, src_id, act, act_id, un, gb, ver, d, day, h)`

func (b *Batch) entries() *columns {
	n := len(b.Entries)
	text := func() []string { return make([]string, n) }
	whole := func() []int64 { return make([]int64, n) }
	members, wallets, kinds, sources, sourceIDs, actors, actorIDs := text(), text(), text(), text(), text(), text(), text()
	seqs, amounts, balances, undoes, back, versions := whole(), whole(), whole(), whole(), whole(), whole()
	details, days, hashes := text(), text(), make([][]byte, n)
	for i := range b.Entries {
		e := &b.Entries[i]
		members[i], wallets[i], seqs[i], kinds[i] = e.Member.String(), string(e.Wallet), e.Seq, string(e.Kind)
		amounts[i], balances[i] = int64(e.Amount), int64(e.Balance)
		sources[i], sourceIDs[i], actors[i], actorIDs[i] = e.Source, idText(e.SourceID), e.Actor, idText(e.ActorID)
		undoes[i], back[i], versions[i] = e.Undoes, e.GivesBack, int64(e.Version)
		details[i], days[i], hashes[i] = e.Detail, dateText(&e.HappenedOn), e.Hash
	}
	return &columns{n, insertEntries, []any{pq.StringArray(members), pq.StringArray(wallets), pq.Int64Array(seqs),
		pq.StringArray(kinds), pq.Int64Array(amounts), pq.Int64Array(balances), pq.StringArray(sources),
		pq.StringArray(sourceIDs), pq.StringArray(actors), pq.StringArray(actorIDs), pq.Int64Array(undoes),
		pq.Int64Array(back), pq.Int64Array(versions), pq.StringArray(details), pq.StringArray(days), b.held.at, pq.ByteaArray(hashes)}}
}

func idText(id uuid.UUID) string {
	if id == uuid.Nil {
		return ""
	}
	return id.String()
}

func dateText(day *time.Time) string {
	if day == nil {
		return ""
	}
	return day.Format("2006-01-02")
}
