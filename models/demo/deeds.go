package demo

import (
	"context"
	"fmt"
	"time"

	"fealty/models/adjusting"
	"fealty/models/consents"
	"fealty/models/db"
	"fealty/models/enrolling"
	"fealty/models/fault"
	"fealty/models/giving"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/money"
	"fealty/models/once"
	"fealty/models/purchases"
	"fealty/models/recording"
	"fealty/models/redeeming"
	"fealty/models/vouchers"
)

// act is one deed of one person at its time. Its key makes it happen once.
type act struct {
	who *person
	at  time.Time
	key string
	deed
}

// deed calls one flow. It may be asked again after a kill, with the same act.
type deed interface {
	do(ctx context.Context, h *hand, a act) error
}

// hand does deeds, one after the other, each at its own time.
type hand struct {
	*loading
	d  *db.DB
	at time.Time
}

func (l *loading) hand() *hand {
	h := &hand{loading: l}
	h.d = l.d.At(func() time.Time { return h.at })
	return h
}

// do does an act. What business refuses stays undone, as for anybody.
func (h *hand) do(ctx context.Context, a act) error {
	h.at = a.at
	err := a.do(ctx, h, a)
	if err == nil || fault.KindOf(err) == fault.Refused {
		return nil
	}
	return fmt.Errorf("%s at %s (%T): %w", a.key, a.at.Format(time.RFC3339), a.deed, err)
}

// isQuiet tells whether a purchase is too long ago for a message: the outbox
// shows the last two weeks.
func (h *hand) isQuiet() bool { return h.at.Before(h.calendar.now.AddDate(0, 0, -14)) }

// join makes the member, who has proved the contact.
type join struct{}

func (join) do(ctx context.Context, h *hand, a act) error {
	n := enrolling.Newcomer{Language: a.who.language, Via: members.ViaDemo, Quiet: h.isQuiet(),
		Contact: members.Contact{Kind: members.Email, Value: a.who.email, VerifiedAt: &a.at}}
	n.FirstName, n.Consents, n.Wording = a.who.name, a.who.consents, "member.consents.1"
	if a.who.invitedBy != nil {
		n.Invite = a.who.invitedBy.invite
	}
	return db.InTx(ctx, h.d, func(tx *db.Tx) error {
		joined, err := enrolling.JoinTx(ctx, tx, enrolling.Deps{Programme: h.deps.Programme, Keys: h.deps.Keys, CodeKey: h.deps.CodeKey}, n)
		a.who.id, a.who.invite = joined.Member.ID, joined.Member.InviteCode
		return err
	})
}

// buy is a purchase; paysWith is when the voucher was taken that pays a part.
type buy struct {
	reference, shop string
	lines           []recording.Line
	shipping        money.Amount
	paysWith        time.Time
}

func (b buy) do(ctx context.Context, h *hand, a act) error {
	in := recording.Input{Reference: b.reference, Member: recording.Who{ID: a.who.id}, PlacedAt: a.at, Currency: "NOK", Channel: channel(b.shop),
		Shop: b.shop, Shipping: b.shipping, PricesIncludeTax: true, Lines: b.lines}
	if !b.paysWith.IsZero() {
		v, err := voucherTaken(ctx, h.d, a.who.id, b.paysWith)
		switch {
		case err != nil:
			return err
		case v != nil && v.State == vouchers.Issued:
			code, err := h.deps.Keys.Open(*v)
			if err != nil {
				return err
			}
			in.Payments = []recording.Payment{{Kind: purchases.PaidVoucher, Code: code}}
		case v != nil && v.State == vouchers.Used:
			return nil // in this purchase, before the load was killed
		}
	}
	_, err := recording.Purchase(ctx, h.d, h.recording(), recording.Command{Key: once.Key{Scope: "demo", Key: a.key},
		Actor: ledger.Actor{Kind: ledger.ByAPI}, Quiet: h.isQuiet(), Input: in})
	return err
}

func (h *hand) recording() recording.Deps {
	return recording.Deps{Programme: h.deps.Programme, Keys: h.deps.Keys}
}

func channel(shop string) string {
	if shop == Online {
		return "web"
	}
	return "counter"
}

// bring is a return; no lines are all.
type bring struct {
	of    string
	lines []recording.Back
}

func (b bring) do(ctx context.Context, h *hand, a act) error {
	_, err := recording.Return(ctx, h.d, h.recording(), recording.ReturnCommand{Key: once.Key{Scope: "demo", Key: a.key},
		Actor: ledger.Actor{Kind: ledger.ByAPI}, Quiet: h.isQuiet(),
		Input: recording.ReturnInput{PurchaseReference: b.of, Reference: b.of + "-R", ReturnedAt: a.at, Lines: b.lines}})
	return err
}

// take is a reward for points.
type take struct{ reward string }

func (t take) do(ctx context.Context, h *hand, a act) error {
	_, err := redeeming.Redeem(ctx, h.d, h.redeeming(), redeeming.Redemption{Member: a.who.id, Reward: h.shop.rewards[t.reward], Key: a.key})
	return err
}

func (h *hand) redeeming() redeeming.Deps {
	return redeeming.Deps{Programme: h.deps.Programme, Keys: h.deps.Keys}
}

// use hands a voucher over, at a shop's counter or at the partner's.
type use struct {
	taken time.Time
	place string
}

func (u use) do(ctx context.Context, h *hand, a act) error {
	v, err := voucherTaken(ctx, h.d, a.who.id, u.taken)
	if err != nil || v == nil || v.State != vouchers.Issued {
		return err // never taken, or used before the load was killed
	}
	code, err := h.deps.Keys.Open(*v)
	if err != nil {
		return err
	}
	_, err = redeeming.Use(ctx, h.d, h.redeeming(), redeeming.Using{Place: u.place, Key: a.key,
		Question: redeeming.Question{Code: code.String(), By: h.shop.honours(u.place), Language: "en", Channel: channel(u.place)}})
	return err
}

// giveBack returns an unused voucher.
type giveBack struct{ taken time.Time }

func (g giveBack) do(ctx context.Context, h *hand, a act) error {
	v, err := voucherTaken(ctx, h.d, a.who.id, g.taken)
	if err != nil || v == nil {
		return err
	}
	_, err = redeeming.ReturnVoucher(ctx, h.d, h.redeeming(), redeeming.VoucherReturn{Member: a.who.id, Voucher: v.ID, Key: a.key})
	return err
}

// give is a gift to a cause.
type give struct {
	cause  string
	points money.Points
}

func (g give) do(ctx context.Context, h *hand, a act) error {
	_, err := giving.Donate(ctx, h.d, giving.Deps{Programme: h.deps.Programme},
		giving.Gift{Member: a.who.id, Cause: h.shop.causes[g.cause], Points: g.points, Key: a.key})
	return err
}

// adjust is points by hand, from the manager.
type adjust struct {
	points money.Points
	reason string
}

func (j adjust) do(ctx context.Context, h *hand, a act) error {
	_, err := adjusting.Adjust(ctx, h.d, adjusting.Deps{Programme: h.deps.Programme}, adjusting.Adjustment{
		By: h.shop.manager(), Member: a.who.id, Points: j.points, Reason: j.reason, Key: a.key})
	return err
}

// agreed are the consents of somebody who ticked this much.
func agreed(ticks int) []consents.Choice {
	var choices []consents.Choice
	for i, purpose := range consents.Purposes {
		if i < ticks {
			choices = append(choices, consents.Choice{Purpose: purpose, Granted: true})
		}
	}
	return choices
}
