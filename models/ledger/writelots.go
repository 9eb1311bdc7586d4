package ledger

import "github.com/lib/pq"

func (b *Batch) madeLots() *columns {
	return lotRows(b.lotsWhere(func(l lot) bool { return l.isNew }), `INSERT INTO lots
			(member_id, wallet, seq, remaining, amount, available_on, expires_on, graced, open)
		SELECT m, w, s, r, a, av, NULLIF(ex, '')::date, g, r > 0
		FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::date[], $7::text[], $8::boolean[])
			AS v (m, w, s, r, a, av, ex, g)`, true)
}

func (b *Batch) movedLots() *columns {
	return lotRows(b.lotsWhere(func(l lot) bool { return l.isChanged && !l.isNew }), `UPDATE lots SET remaining = r, open = r > 0
		FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[]) AS v (m, w, s, r)
		WHERE member_id = m AND wallet = w AND seq = s`, false)
}

func (b *Batch) lotsWhere(wanted func(lot) bool) []lot {
	var lots []lot
	for _, key := range b.order {
		for _, l := range b.wallets[key].lots {
			if wanted(l) {
				lots = append(lots, l)
			}
		}
	}
	return lots
}

func lotRows(lots []lot, sql string, isNew bool) *columns {
	n := len(lots)
	members, wallets, from, until := make([]string, n), make([]string, n), make([]string, n), make([]string, n)
	seqs, left, amounts, graced := make([]int64, n), make([]int64, n), make([]int64, n), make([]bool, n)
	for i := range lots {
		l := &lots[i]
		members[i], wallets[i], seqs[i] = l.Member.String(), string(l.Wallet), l.Seq
		left[i], amounts[i], graced[i] = int64(l.Remaining), int64(l.Amount), l.Graced
		from[i], until[i] = dateText(&l.AvailableOn), dateText(l.ExpiresOn)
	}
	c := &columns{n, sql, []any{pq.StringArray(members), pq.StringArray(wallets), pq.Int64Array(seqs), pq.Int64Array(left)}}
	if isNew {
		c.args = append(c.args, pq.Int64Array(amounts), pq.StringArray(from), pq.StringArray(until), pq.BoolArray(graced))
	}
	return c
}

func (b *Batch) lotUses() *columns {
	n := len(b.uses)
	members, wallets := make([]string, n), make([]string, n)
	entries, lots, amounts := make([]int64, n), make([]int64, n), make([]int64, n)
	for i, u := range b.uses {
		members[i], wallets[i] = u.Member.String(), string(u.Wallet)
		entries[i], lots[i], amounts[i] = u.Entry, u.Lot, int64(u.Amount)
	}
	return &columns{n, `INSERT INTO lot_uses (member_id, wallet, entry_seq, lot_seq, amount)
		SELECT m, w, e, l, a FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[]) AS v (m, w, e, l, a)`,
		[]any{pq.StringArray(members), pq.StringArray(wallets), pq.Int64Array(entries), pq.Int64Array(lots), pq.Int64Array(amounts)}}
}

// holds ends the holds that the batch captured.
func (b *Batch) holds() *columns {
	n := len(b.captured)
	members, wallets, held := make([]string, n), make([]string, n), make([]string, n)
	for i, h := range b.captured {
		members[i], wallets[i], held[i] = h.Member.String(), string(h.Wallet), h.ID.String()
	}
	return &columns{n, `UPDATE holds SET state = 'captured' FROM unnest($1::uuid[], $2::text[], $3::uuid[]) AS v (m, w, i)
		WHERE member_id = m AND wallet = w AND id = i AND state = 'open'`,
		[]any{pq.StringArray(members), pq.StringArray(wallets), pq.StringArray(held)}}
}
