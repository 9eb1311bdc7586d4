package demo

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"fealty/models/audit"
	"fealty/models/causes"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/referrals"
	"fealty/models/settling"
)

// payoutDays are how many days ago the causes were paid.
var payoutDays = [...]int{100, 12}

// settleUp pays what the shop owes to causes and to its partner, and leaves one
// invitation for somebody to look at. A load that was interrupted after it finds
// it done.
func (l *loading) settleUp(ctx context.Context, h *hand) error {
	paid, err := causes.Payouts(ctx, l.d, ids.Cause{}, ids.Payout{})
	if err != nil || len(paid) > 0 {
		return err
	}
	for round, ago := range payoutDays {
		h.at = l.calendar.at(days-ago, 11, 30)
		for _, key := range slices.Sorted(maps.Keys(l.shop.causes)) {
			if err := l.payOut(ctx, h, payout{key, round}); err != nil {
				return err
			}
		}
	}
	h.at = l.calendar.now
	if err := l.payPartner(ctx, h); err != nil {
		return err
	}
	return l.doubtOne(ctx, h)
}

type payout struct {
	cause string
	round int
}

// did says what the money did, by cause and round.
func (p payout) did() string {
	return map[string][2]string{
		"coast":   {"Two Saturdays of picking: 640 kg of plastic left the fjord.", "New nets and gloves for eleven clean-ups in spring."},
		"kitchen": {"Food for 84 warm meals.", "Food for 61 warm meals, and a second big pot."},
		"reading": {"37 books, chosen by the children.", "29 books and a lamp for the reading corner."},
	}[p.cause][p.round]
}

func (l *loading) payOut(ctx context.Context, h *hand, p payout) error {
	on := time.Date(h.at.Year(), h.at.Month(), h.at.Day(), 0, 0, 0, 0, time.UTC)
	_, err := settling.PayOut(ctx, h.d, settling.Deps{Programme: l.deps.Programme}, settling.Payout{By: l.paysBy(), Cause: l.shop.causes[p.cause],
		PaidOn: on, Proof: fmt.Sprintf("Bank transfer of %s, reference HAVN-%s", on.Format(time.DateOnly), on.Format("0601")), Did: p.did()})
	return butRefused(err)
}

func (l *loading) paysBy() audit.By {
	who := l.shop.manager()
	return audit.By{Staff: who.Staff, Role: who.Role}
}

// payPartner settles the month that is over.
func (l *loading) payPartner(ctx context.Context, h *hand) error {
	today := l.calendar.today
	month := time.Date(today.Year(), today.Month()-1, 1, 0, 0, 0, 0, time.UTC)
	_, err := settling.Settle(ctx, h.d, settling.Deps{Programme: l.deps.Programme}, settling.Payment{By: l.paysBy(), Partner: l.shop.partner,
		Month: month, PaidOn: today, Reference: "HAVN-FK-" + month.Format("0601")})
	return butRefused(err)
}

// doubtOne sends the latest invitation without a purchase to review, but none of
// the people who are known by name.
func (l *loading) doubtOne(ctx context.Context, h *hand) error {
	return db.InTx(ctx, h.d, func(tx *db.Tx) error {
		var open []ids.Referral
		err := tx.Select(ctx, &open, `SELECT r.id FROM referrals r WHERE r.state = 'joined' AND NOT EXISTS (SELECT FROM member_contacts c
			WHERE c.member_id = r.referrer_id AND c.value = $1) ORDER BY r.joined_at DESC, r.id LIMIT 1`, Ingrid)
		if err != nil {
			return fmt.Errorf("find an invitation to look at: %w", err)
		}
		if len(open) == 0 {
			return nil
		}
		r, err := referrals.Lock(ctx, tx, open[0])
		if err != nil || r == nil {
			return err
		}
		return tx.Apply(ctx, referrals.Update(referrals.Doubt(*r, referrals.FlagDevice).Referral))
	})
}

// butRefused lets pass what business refuses: a small demo has nothing to pay.
func butRefused(err error) error {
	if kind := fault.KindOf(err); kind == fault.Refused || kind == fault.Conflict {
		return nil
	}
	return err
}
