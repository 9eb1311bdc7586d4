package merging

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"fealty/models/adjustments"
	"fealty/models/audit"
	"fealty/models/db"
	"fealty/models/fields"
	"fealty/models/gifts"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/messages"
	"fealty/models/money"
	"fealty/models/once"
	"fealty/models/referrals"
	"fealty/models/sessions"
	"fealty/models/tiers"
	"fealty/models/vouchers"
)

// terms are the days under which points move together; times are comparable as
// text only.
type terms struct {
	available, expires string
	graced             bool
}

func termsOf(l ledger.Lot) terms {
	t := terms{available: l.AvailableOn.Format(time.DateOnly), graced: l.Graced}
	if l.ExpiresOn != nil {
		t.expires = l.ExpiresOn.Format(time.DateOnly)
	}
	return t
}

// apply gives the vouchers back, moves what there is then, and takes the vouchers
// again from what moved for them.
func (m *merge) apply(ctx context.Context, tx *db.Tx, keep once.Keeper) error {
	moved := m.moved()
	cost, err := m.giveBack(ctx, tx)
	if err != nil {
		return err
	}
	writes, err := m.move(ctx, tx, cost)
	if err != nil {
		return err
	}
	kept, err := keep(moved)
	if err != nil {
		return err
	}
	act := m.cmd.Who
	act.Action, act.Object, act.ObjectID, act.MemberID, act.Reason = "member.merge", "member", audit.On(m.cmd.Into), m.cmd.Into, m.cmd.Reason
	act.Detail = audit.Detail{"from": m.cmd.From.String(), "moved": int64(moved.Points), "credit": int64(moved.Credit), "owed": int64(moved.Owed), "vouchers": moved.Vouchers}
	if act, err = audit.Fill(tx, act); err != nil {
		return err
	}
	start := tiers.Start(m.version.Document.Tiers, m.cmd.From, m.today)
	return tx.Apply(ctx, append(slices.Concat(writes, m.parts()), kept, audit.Insert(act), tiers.Save(start, m.standing()))...)
}

// parts are the owners' writes by which the rest goes along. Add yours here when
// a table of yours holds something that a member should keep.
func (m *merge) parts() []db.Write {
	from, into := m.cmd.From, m.cmd.Into
	return slices.Concat(
		members.MergeInto(m.from, m.into),
		referrals.Hand(from, into),
		gifts.Hand(from, into),
		fields.Hand(from, into),
		[]db.Write{messages.Hand(from, into), adjustments.Hand(from, into), sessions.EndAllOfMember(from)},
	)
}

func (m *merge) posting(member ids.Member, w ledger.Wallet, kind ledger.Kind) ledger.Posting {
	other := m.cmd.Into
	if member == m.cmd.Into {
		other = m.cmd.From
	}
	return ledger.Posting{Member: member, Wallet: w, Kind: kind, Source: "member", SourceID: uuid.UUID(other),
		Actor: ledger.Actor{Kind: m.cmd.Who.Actor, ID: m.cmd.Who.ActorID.UUID}, Version: m.version.Number, HappenedOn: m.today}
}

// giveBack returns the points of each voucher to the lots they came from, and
// tells under which days they were.
func (m *merge) giveBack(ctx context.Context, tx *db.Tx) (map[ids.Voucher]map[terms]money.Points, error) {
	cost := map[ids.Voucher]map[terms]money.Points{}
	for _, v := range m.open {
		if v.EntrySeq == nil || v.Price == 0 {
			continue
		}
		before := m.remaining()
		p := m.posting(m.cmd.From, ledger.Points, ledger.VoucherReturned)
		p.Amount, p.GivesBack, p.Undoes, p.Source, p.SourceID = v.Price, *v.EntrySeq, *v.EntrySeq, "voucher", uuid.UUID(v.ID)
		writes, err := m.held.GiveBack(ctx, tx, p)
		if err != nil {
			return nil, err
		}
		if err := tx.Apply(ctx, writes...); err != nil {
			return nil, err
		}
		cost[v.ID] = map[terms]money.Points{}
		for days, n := range m.remaining() {
			if n > before[days] {
				cost[v.ID][days] = n - before[days]
			}
		}
	}
	return cost, nil
}

// remaining sums what is left of the old member's points by their days.
func (m *merge) remaining() map[terms]money.Points {
	sums := map[terms]money.Points{}
	for _, l := range m.held.Lots(m.cmd.From, ledger.Points) {
		sums[termsOf(l)] += l.Remaining
	}
	return sums
}

// group is what moves under the same days.
type group struct {
	days  ledger.Terms
	takes []ledger.Take
	sum   money.Points
}

// groups are in the order of spending, so that the lots stand as they did.
func (m *merge) groups(w ledger.Wallet) []group {
	var list []group
	at := map[terms]int{}
	for _, l := range m.held.Lots(m.cmd.From, w) {
		if l.Remaining == 0 {
			continue
		}
		key := termsOf(l)
		i, there := at[key]
		if !there {
			i = len(list)
			at[key] = i
			list = append(list, group{days: ledger.Terms{AvailableOn: l.AvailableOn, ExpiresOn: l.ExpiresOn, Graced: l.Graced}})
		}
		list[i].takes = append(list[i].takes, ledger.Take{Lot: l.Seq, Amount: l.Remaining})
		list[i].sum += l.Remaining
	}
	return list
}

// move composes the entries out of the one and into the other, and then those
// that take the vouchers again.
func (m *merge) move(ctx context.Context, tx *db.Tx, cost map[ids.Voucher]map[terms]money.Points) ([]db.Write, error) {
	batch, err := ledger.Compose(m.held)
	if err != nil {
		return nil, err
	}
	lots := map[terms]int64{}
	for _, w := range []ledger.Wallet{ledger.Points, ledger.Credit} {
		for _, g := range m.groups(w) {
			out, in := m.posting(m.cmd.From, w, ledger.Merged), m.posting(m.cmd.Into, w, ledger.Merged)
			out.Amount, out.Takes, in.Amount, in.Terms = -g.sum, g.takes, g.sum, &g.days
			if err := batch.Add(out, in); err != nil {
				return nil, err
			}
			if w == ledger.Points {
				lots[termsOf(ledger.Lot{AvailableOn: g.days.AvailableOn, ExpiresOn: g.days.ExpiresOn, Graced: g.days.Graced})] = batch.Entries[len(batch.Entries)-1].Seq
			}
		}
	}
	if owed := m.held.Debt(m.cmd.From); owed > 0 {
		out, in := m.posting(m.cmd.From, ledger.Debt, ledger.Merged), m.posting(m.cmd.Into, ledger.Debt, ledger.Merged)
		out.Amount, in.Amount = -owed, owed
		if err := batch.Add(out, in); err != nil {
			return nil, err
		}
	}
	again, err := m.takeAgain(ctx, tx, batch, taking{cost, lots})
	return append(batch.Writes(), again...), err
}

// taking is what vouchers cost under which days, and which lot of the new member
// holds the points of those days.
type taking struct {
	cost map[ids.Voucher]map[terms]money.Points
	lots map[terms]int64
}

func (m *merge) takeAgain(ctx context.Context, tx *db.Tx, batch *ledger.Batch, t taking) ([]db.Write, error) {
	var writes []db.Write
	for _, old := range m.open {
		fresh := old
		var err error
		if fresh.ID, err = db.ID[ids.Voucher](tx); err != nil {
			return nil, err
		}
		fresh.MemberID, fresh.EntrySeq = m.cmd.Into, nil
		if days := t.cost[old.ID]; days != nil {
			p := m.posting(m.cmd.Into, ledger.Points, ledger.Redemption)
			p.Amount, p.Source, p.SourceID = -old.Price, "voucher", uuid.UUID(fresh.ID)
			for key, n := range days {
				p.Takes = append(p.Takes, ledger.Take{Lot: t.lots[key], Amount: n})
			}
			slices.SortFunc(p.Takes, func(a, b ledger.Take) int { return int(a.Lot - b.Lot) })
			if err := batch.Add(p); err != nil {
				return nil, err
			}
			seq := batch.Entries[len(batch.Entries)-1].Seq
			fresh.EntrySeq = &seq
		}
		inserts, err := vouchers.Move(ctx, tx, m.deps.Keys, old, fresh)
		if err != nil {
			return nil, err
		}
		writes = append(writes, inserts...)
	}
	return writes, nil
}
