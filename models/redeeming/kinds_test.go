package redeeming_test

import (
	"context"
	"testing"
	"time"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/redeeming"
	"fealty/models/shipments"
	"fealty/models/vouchers"
)

var home = shipments.Address{Recipient: "Alice Haddad", Street: "Havnegata 1", Postcode: "0150", City: "Oslo", Country: "NO"}

// kindCase is a kind with what makes a good reward of it, and what must come of it.
type kindCase struct {
	kind    catalogue.Kind
	make    func(w *world, r *catalogue.Reward)
	state   vouchers.State
	returns string // the refusal of a return, "" when it is taken back
	use     string // the refusal at the counter, "" when it is honoured
	ends    time.Time
}

func kindCases() []kindCase {
	plain := func(*world, *catalogue.Reward) {}
	in30 := today.AddDate(0, 0, 30)
	return []kindCase{
		{catalogue.Product, plain, vouchers.Issued, "", "", in30},
		{catalogue.MoneyOff, plain, vouchers.Issued, "", "", in30},
		{catalogue.PercentOff, func(_ *world, r *catalogue.Reward) { r.Percent = number(20) }, vouchers.Issued, "", "", in30},
		{catalogue.FreeShipping, plain, vouchers.Issued, "", "", in30},
		{catalogue.Gift, plain, vouchers.Issued, "", "", in30},
		{catalogue.Experience, func(_ *world, r *catalogue.Reward) { r.NoReturn = true }, vouchers.Issued, "voucher_no_return", "", in30},
		{catalogue.Event, func(_ *world, r *catalogue.Reward) {
			r.HappensAt, r.Venue = number(today.Add(10*24*time.Hour+18*time.Hour)), "Roastery"
		}, vouchers.Issued, "", "", today.AddDate(0, 0, 10)},
		{catalogue.AtPartner, func(w *world, r *catalogue.Reward) { r.PartnerID = w.tea.Partner }, vouchers.Issued, "", "voucher_at_partner", in30},
		{catalogue.Credit, plain, vouchers.Used, "voucher_used", "voucher_used", in30},
		{catalogue.Content, plain, vouchers.Used, "voucher_used", "voucher_used", in30},
		{catalogue.EarlyAccess, func(_ *world, r *catalogue.Reward) {
			r.Opens, r.PublicOn = "spring-sale", number(today.AddDate(0, 0, 5))
		}, vouchers.Issued, "", "", today.AddDate(0, 0, 4)},
		{catalogue.Physical, plain, vouchers.Reserved, "voucher_reserved", "voucher_by_post", in30},
	}
}

func TestEveryKindLeavesWhatItsBehaviourSays(t *testing.T) {
	w := newWorld(t)
	for _, c := range kindCases() {
		r := w.reward(number(int64(10)), func(r *catalogue.Reward) {
			r.Kind, r.Price = c.kind, 20
			c.make(w, r)
		})
		if err := catalogue.Check(r, []catalogue.Text{{Language: "nb", Name: "X"}}, catalogue.Rules{Main: "nb"}); err != nil {
			t.Errorf("%s: the case itself is no good reward: %v", c.kind, err)
		}
		v := w.voucherOf(w.redeemTo(r, &home).Voucher)
		if v.State != c.state || !v.ExpiresOn.Equal(c.ends) {
			t.Errorf("%s: %s until %s", c.kind, v.State, v.ExpiresOn)
		}
		if c.state == vouchers.Issued {
			_, err := redeeming.Check(t.Context(), w.d, w.deps, redeeming.Question{Code: w.code(w.alice, v.ID), By: w.shop})
			if got := key(err); got != c.use {
				t.Errorf("%s: the counter is told %q", c.kind, got)
			}
		}
		before := w.spendable(w.alice)
		_, err := redeeming.ReturnVoucher(t.Context(), w.d, w.deps, redeeming.VoucherReturn{Member: w.alice, Voucher: v.ID, Key: w.key()})
		if got := key(err); got != c.returns || (got == "" && w.spendable(w.alice) != before+20) {
			t.Errorf("%s: the return answers %q with %d points", c.kind, got, w.spendable(w.alice)-before)
		}
	}
	w.adds()
}

func TestNoKindIsMissingFromTheTable(t *testing.T) {
	has := map[catalogue.Kind]bool{catalogue.StampCard: true} // a purchase gives it: see recording
	for _, c := range kindCases() {
		has[c.kind] = true
	}
	for _, k := range catalogue.Kinds() {
		if !has[k] {
			t.Errorf("%s is in no case", k)
		}
		if b := k.Behaviour(); b.Deed == "" || b.Leaves == "" || len(b.Parts) == 0 {
			t.Errorf("%s behaves in no way: %+v", k, b)
		}
	}
}

func TestCreditIsBookedAtOnceAndLastsAsLongAsTheRewardSays(t *testing.T) {
	w := newWorld(t)
	r := w.reward(nil, func(r *catalogue.Reward) { r.Kind, r.Worth, r.ValidDays = catalogue.Credit, 5000, 90 })
	w.redeem(w.alice, r)
	totals, err := ledger.Balances(t.Context(), w.d, w.alice, today)
	if err != nil || totals.Credit != 5000 || totals.Spendable != 600 {
		t.Errorf("%+v, %v", totals, err)
	}
	late, err := ledger.Balances(t.Context(), w.d, w.alice, today.AddDate(0, 0, 91))
	if err != nil || late.Credit != 0 {
		t.Errorf("after its last day there is %d left, %v", late.Credit, err)
	}
	w.adds()
}

func TestWhatGoesByPostNeedsAWholeAddress(t *testing.T) {
	w := newWorld(t)
	r := w.reward(nil, func(r *catalogue.Reward) { r.Kind = catalogue.Physical })
	half := home
	half.City, half.Country = " ", "no"
	for _, c := range []struct {
		address *shipments.Address
		fields  int
	}{{nil, 0}, {&half, 2}} {
		_, err := redeeming.Redeem(t.Context(), w.d, w.deps, redeeming.Redemption{Member: w.alice, Reward: r.ID, Key: w.key(), Address: c.address})
		if fault.KindOf(err) != fault.Invalid || len(fault.Of(err).Fields) != c.fields {
			t.Errorf("%+v: %v", c.address, err)
		}
	}
	if got := w.spendable(w.alice); got != 1200 {
		t.Errorf("%d points are left", got)
	}
}

func TestAnEventThatHasBegunIsNeitherTakenNorReturned(t *testing.T) {
	w := newWorld(t)
	starts := w.d.Time().Add(time.Hour)
	r := w.reward(number(int64(3)), func(r *catalogue.Reward) { r.Kind, r.HappensAt = catalogue.Event, &starts })
	got := w.redeem(w.alice, r)
	later := w.d.At(func() time.Time { return starts })
	if _, err := redeeming.Redeem(t.Context(), later, w.deps, redeeming.Redemption{Member: w.alice, Reward: r.ID, Key: w.key()}); key(err) != "event_over" {
		t.Errorf("taken too late: %v", err)
	}
	if _, err := redeeming.ReturnVoucher(t.Context(), later, w.deps, redeeming.VoucherReturn{Member: w.alice, Voucher: got.Voucher, Key: w.key()}); key(err) != "event_over" {
		t.Errorf("returned too late: %v", err)
	}
}

func TestALimitBeginsAnewWithItsPeriod(t *testing.T) {
	w := newWorld(t)
	r := w.reward(nil, func(r *catalogue.Reward) { r.Price, r.PerMember, r.PerPeriod = 10, number(1), catalogue.Month })
	w.redeem(w.alice, r)
	if _, err := redeeming.Redeem(t.Context(), w.d, w.deps, redeeming.Redemption{Member: w.alice, Reward: r.ID, Key: w.key()}); key(err) != "limit_reached" {
		t.Errorf("twice in a month: %v", err)
	}
	for _, c := range []struct{ at, want string }{{"2026-03-31T23:59:00Z", "limit_reached"}, {"2026-04-01T00:01:00Z", ""}} {
		at, _ := time.Parse(time.RFC3339, c.at) // the world's club is in UTC
		later := w.d.At(func() time.Time { return at })
		if _, err := redeeming.Redeem(t.Context(), later, w.deps, redeeming.Redemption{Member: w.alice, Reward: r.ID, Key: w.key()}); key(err) != c.want {
			t.Errorf("at %s: %v", at, err)
		}
	}
}

func key(err error) string {
	if err == nil {
		return ""
	}
	return fault.Of(err).Key
}

// redeemTo is redeem for Alice, sent to an address where it goes by post.
func (w *world) redeemTo(r catalogue.Reward, to *shipments.Address) redeeming.Receipt {
	w.Helper()
	got, err := redeeming.Redeem(w.Context(), w.d, w.deps, redeeming.Redemption{Member: w.alice, Reward: r.ID, Key: w.key(), Address: to})
	if err != nil {
		w.Fatalf("%s: %v", r.Kind, err)
	}
	return got
}

func (w *world) voucherOf(id ids.Voucher) vouchers.Voucher {
	w.Helper()
	v, err := vouchers.Find(w.Context(), w.d, w.alice, id)
	if err != nil {
		w.Fatal(err)
	}
	return v
}

// pool puts codes into a reward's pool and counts them as its stock.
func (w *world) pool(r catalogue.Reward, texts ...string) {
	w.Helper()
	w.in(func(ctx context.Context, tx *db.Tx) error {
		var codes []vouchers.Code
		for _, text := range texts {
			code, err := vouchers.Foreign(text)
			if err != nil {
				return err
			}
			codes = append(codes, code)
		}
		refused, err := vouchers.AddToPool(ctx, tx, w.deps.Keys, r.ID, codes)
		if err != nil {
			return err
		}
		added := int64(len(codes) - len(refused))
		return catalogue.AddStock(ctx, tx, r.ID, added)
	})
}
