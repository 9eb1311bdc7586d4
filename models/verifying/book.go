package verifying

import (
	"context"
	"fmt"

	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/money"
)

// membersAtOnce bounds how much of the book is in memory.
const membersAtOnce = 500

// span is a stretch of members in id order: after one, up to another.
type span struct{ after, until string }

const (
	first = "00000000-0000-0000-0000-000000000000"
	last  = "ffffffff-ffff-ffff-ffff-ffffffffffff"
)

// checkBook walks all members in id order. Spans leave no gap between them, so
// that an entry whose wallet is gone is met too.
func checkBook(ctx context.Context, r db.Reader, report *Report) error {
	for s := (span{after: first}); s.after != last; s.after = s.until {
		members, err := s.reach(ctx, r)
		if err != nil {
			return err
		}
		report.Members += members
		if err := s.check(ctx, r, report); err != nil || report.Wrong != nil {
			return err
		}
	}
	return nil
}

// reach finds the span's end, and tells how many members it holds.
func (s *span) reach(ctx context.Context, r db.Reader) (int64, error) {
	var members []ids.Member
	err := r.Select(ctx, &members, `SELECT DISTINCT member_id FROM wallets WHERE member_id > $1 ORDER BY member_id LIMIT $2`,
		s.after, membersAtOnce)
	if err != nil {
		return 0, fmt.Errorf("list members to verify: %w", err)
	}
	s.until = last
	if len(members) == membersAtOnce {
		s.until = members[len(members)-1].String()
	}
	return int64(len(members)), nil
}

// check reads the wallets, lots and uses of the span, and then its entries one
// by one.
func (s span) check(ctx context.Context, r db.Reader, report *Report) error {
	b, err := s.load(ctx, r, report)
	if err != nil || report.Wrong != nil {
		return err
	}
	rows, err := r.Query(ctx, `SELECT `+ledger.EntryColumns+` FROM entries
		WHERE member_id > $1 AND member_id <= $2 ORDER BY member_id, wallet, seq`, s.after, s.until)
	if err != nil {
		return fmt.Errorf("read entries to verify: %w", err)
	}
	defer func() { _ = rows.Close() }() // Err tells what Close would
	for rows.Next() && report.Wrong == nil {
		var e ledger.Entry
		if err := rows.StructScan(&e); err != nil {
			return fmt.Errorf("read an entry to verify: %w", err)
		}
		report.Entries++
		report.Wrong = b.entry(&e)
	}
	if report.Wrong == nil {
		report.Wrong = b.finish()
	}
	return rows.Err()
}

func (s span) load(ctx context.Context, r db.Reader, report *Report) (*book, error) {
	b := &book{wallets: map[ledger.Of]*wallet{}}
	err := r.Select(ctx, &b.order, `SELECT member_id, wallet, balance, seq, head FROM wallets
		WHERE member_id > $1 AND member_id <= $2 ORDER BY member_id, wallet`, s.after, s.until)
	if err != nil {
		return nil, fmt.Errorf("read wallets to verify: %w", err)
	}
	for i := range b.order {
		w := &wallet{row: &b.order[i], lots: map[int64]*lot{}, uses: map[int64][]ledger.Use{}, givenBack: map[[2]int64]*money.Points{}}
		b.wallets[ledger.Of{Member: w.row.Member, Wallet: w.row.Wallet}] = w
	}
	if err := s.loadLots(ctx, r, b, report); err != nil || report.Wrong != nil {
		return b, err
	}
	return b, s.loadUses(ctx, r, b, report)
}

func (s span) loadLots(ctx context.Context, r db.Reader, b *book, report *Report) error {
	var lots []ledger.Lot
	err := r.Select(ctx, &lots, `SELECT member_id, wallet, seq, amount, remaining, available_on, expires_on, graced FROM lots
		WHERE member_id > $1 AND member_id <= $2 ORDER BY member_id, wallet, seq`, s.after, s.until)
	if err != nil {
		return fmt.Errorf("read lots to verify: %w", err)
	}
	report.Lots += int64(len(lots))
	for i := range lots {
		l := &lots[i]
		w := b.wallets[ledger.Of{Member: l.Member, Wallet: l.Wallet}]
		if w == nil {
			report.Wrong = wrong(ledger.Of{Member: l.Member, Wallet: l.Wallet}, "lot %d: the member has no such wallet", l.Seq)
			return nil
		}
		w.lots[l.Seq] = &lot{row: l}
		w.seqs = append(w.seqs, l.Seq)
	}
	return nil
}

func (s span) loadUses(ctx context.Context, r db.Reader, b *book, report *Report) error {
	var uses []ledger.Use
	err := r.Select(ctx, &uses, `SELECT member_id, wallet, entry_seq, lot_seq, amount FROM lot_uses
		WHERE member_id > $1 AND member_id <= $2 ORDER BY member_id, wallet, entry_seq, lot_seq`, s.after, s.until)
	if err != nil {
		return fmt.Errorf("read uses to verify: %w", err)
	}
	report.Uses += int64(len(uses))
	for _, u := range uses {
		of := ledger.Of{Member: u.Member, Wallet: u.Wallet}
		w := b.wallets[of]
		if w == nil || u.Entry < 1 || u.Entry > w.row.Seq {
			report.Wrong = wrong(of, "use of lot %d by entry %d: there is no such entry", u.Lot, u.Entry)
			return nil
		}
		w.uses[u.Entry] = append(w.uses[u.Entry], u)
	}
	return nil
}

func wrong(of ledger.Of, format string, args ...any) *Fault {
	return &Fault{Member: of.Member, Wallet: of.Wallet, Text: fmt.Sprintf(format, args...)}
}
