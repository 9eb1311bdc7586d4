package recording_test

import (
	"context"
	"testing"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/money"
	"fealty/models/recording"
	"fealty/models/vouchers"
)

// shelf puts a reward up that purchases give.
func (w *world) shelf(change func(*catalogue.Reward)) ids.Reward {
	w.Helper()
	r := catalogue.Reward{Kind: catalogue.StampCard, State: catalogue.Live, Worth: 500, ValidDays: 30, Places: catalogue.Everywhere, Art: "cup"}
	w.must(w.tx(func(tx *db.Tx) (err error) {
		if r.ID, err = db.ID[ids.Reward](tx); err != nil {
			return err
		}
		change(&r)
		return catalogue.Save(context.Background(), tx, r, []catalogue.Text{{Language: "en", Name: "Free mug"}})
	}))
	return r.ID
}

// mugs is a purchase of so many mugs at 10 euros and of one bun.
func mugs(m ids.Member, reference string, n money.Quantity) recording.Input {
	in := basket(m, reference, 10)
	in.Lines[0].Quantity = n * money.One
	in.Lines = append(in.Lines, recording.Line{SKU: "BUN", Name: "Bun", Category: "bakery", Quantity: money.One, UnitPrice: 300})
	return in
}

func (w *world) card(m ids.Member, r ids.Reward) (on, collected int) {
	w.Helper()
	return w.count(`SELECT coalesce(sum(collected - spent), 0) FROM stamp_cards WHERE member_id = $1 AND reward_id = $2`, m, r),
		w.count(`SELECT coalesce(sum(collected), 0) FROM stamp_cards WHERE member_id = $1 AND reward_id = $2`, m, r)
}

func (w *world) vouchersOf(m ids.Member, r ids.Reward, state vouchers.State) int {
	w.Helper()
	return w.count(`SELECT count(*) FROM vouchers WHERE member_id = $1 AND reward_id = $2 AND state = $3`, m, r, state)
}

func TestAFullCardGivesItsVoucherInThePurchaseThatFillsIt(t *testing.T) {
	w := newWorld(t)
	m, nine := w.member("alice@example.com"), 9
	r := w.shelf(func(r *catalogue.Reward) { r.Stamps, r.StampOf = &nine, "Mugs, X-1" })
	first := w.buy(mugs(m, "R-1", 8))
	w.wants("stamps", first.Stamps, []recording.Stamped{{Reward: r, Given: 8, On: 8, Of: 9}})
	w.wants("gifts before it is full", len(first.Gifts), 0)
	second := w.buy(mugs(m, "R-2", 3))
	w.wants("stamps after", second.Stamps, []recording.Stamped{{Reward: r, Given: 3, On: 2, Of: 9}})
	if len(second.Gifts) != 1 || second.Gifts[0].Voucher.IsZero() {
		t.Fatalf("gifts: %+v", second.Gifts)
	}
	w.wants("vouchers", w.vouchersOf(m, r, vouchers.Issued), 1)
	w.wants("told", w.count(`SELECT count(*) FROM messages WHERE template = 'voucher_given'`), 1)
	again := w.buy(mugs(m, "R-2", 3))
	w.wants("a repeat", again.Gifts, second.Gifts)
	w.wants("vouchers after a repeat", w.vouchersOf(m, r, vouchers.Issued), 1)
}

func TestAQuoteSaysWhatItWouldGiveAndGivesNothing(t *testing.T) {
	w := newWorld(t)
	m, two := w.member("alice@example.com"), 2
	r := w.shelf(func(r *catalogue.Reward) { r.Stamps = &two })
	q, err := recording.Quote(t.Context(), w.d, w.deps, mugs(m, "", 1))
	w.must(err)
	w.wants("gifts", len(q.Receipt.Gifts), 1)
	w.wants("stamps", q.Receipt.Stamps[0].Given, 2)
	_, collected := w.card(m, r)
	w.wants("collected", collected, 0)
}

func TestAReturnTakesStampsBackAndTheUnusedVoucherWithThem(t *testing.T) {
	w := newWorld(t)
	m, three := w.member("alice@example.com"), 3
	r := w.shelf(func(r *catalogue.Reward) { r.Stamps, r.StampOf = &three, "mugs" })
	bought := w.buy(mugs(m, "R-1", 4))
	w.giveBack(bought.ID, "B-1", recording.Back{Line: 1, Quantity: money.One})
	on, _ := w.card(m, r)
	w.wants("on the card after one mug", on, 0)
	w.wants("unused after one mug", w.vouchersOf(m, r, vouchers.Issued), 1)
	w.giveBack(bought.ID, "B-2", recording.Back{Line: 2, Quantity: money.One})
	w.wants("unused after the bun", w.vouchersOf(m, r, vouchers.Issued), 1)
	w.giveBack(bought.ID, "B-3", recording.Back{Line: 1, Quantity: money.One})
	on, collected := w.card(m, r)
	w.wants("on the card after two mugs", on, 2)
	w.wants("collected after two mugs", collected, 2)
	w.wants("unused after two mugs", w.vouchersOf(m, r, vouchers.Issued), 0)
	w.wants("cancelled", w.vouchersOf(m, r, vouchers.Cancelled), 1)
	w.giveBack(bought.ID, "B-4")
	on, collected = w.card(m, r)
	w.wants("on the card when all is back", on, 0)
	w.wants("collected when all is back", collected, 0)
	w.wants("marks left", w.count(`SELECT coalesce(sum(stamps - taken_back), 0) FROM stamp_marks`), 0)
	w.booksAgree()
}

func TestAUsedVoucherStaysUsedAndItsStampsAreOwed(t *testing.T) {
	w := newWorld(t)
	m, three := w.member("alice@example.com"), 3
	r := w.shelf(func(r *catalogue.Reward) { r.Stamps, r.StampOf = &three, "mugs" })
	bought := w.buy(mugs(m, "R-1", 3))
	var v vouchers.Voucher
	w.must(w.d.Get(t.Context(), &v, `SELECT member_id, id, reward_id FROM vouchers`))
	w.apply(vouchers.MarkUsed(vouchers.Use{ID: ids.Use{1}, MemberID: m, VoucherID: v.ID, RewardID: r, Place: "x", UsedAt: w.d.Time()})...)
	w.giveBack(bought.ID, "B-1")
	on, _ := w.card(m, r)
	w.wants("on the card", on, -3)
	w.buy(mugs(m, "R-2", 5))
	on, _ = w.card(m, r)
	w.wants("on the card after the next", on, 2)
	w.wants("no second voucher", w.vouchersOf(m, r, vouchers.Issued), 0)
}

func TestAPurchaseGrantsItsGiftFromItsTotalAndALimitHolds(t *testing.T) {
	w := newWorld(t)
	m, from, once := w.member("alice@example.com"), money.Amount(2000), 1
	r := w.shelf(func(r *catalogue.Reward) { r.Kind, r.GrantedFrom, r.PerMember = catalogue.Gift, &from, &once })
	w.wants("under the line", len(w.buy(basket(m, "R-1", 19)).Gifts), 0)
	bought := w.buy(mugs(m, "R-2", 2))
	w.wants("over the line", len(bought.Gifts), 1)
	w.wants("a second time", len(w.buy(basket(m, "R-3", 50)).Gifts), 0)
	w.giveBack(bought.ID, "B-1", recording.Back{Line: 2, Quantity: money.One})
	w.wants("still over the line", w.vouchersOf(m, r, vouchers.Issued), 1)
	w.giveBack(bought.ID, "B-2", recording.Back{Line: 1, Quantity: money.One})
	w.wants("under it after a return", w.vouchersOf(m, r, vouchers.Cancelled), 1)
	w.wants("and then again", len(w.buy(basket(m, "R-4", 50)).Gifts), 1)
}

func TestATierOpensACardAndAPastThatIsNotLiveGivesNothing(t *testing.T) {
	w := newWorld(t)
	m, one := w.member("alice@example.com"), 1
	w.shelf(func(r *catalogue.Reward) { r.Stamps, r.Tier = &one, "silver" })
	w.shelf(func(r *catalogue.Reward) { r.Stamps, r.State = &one, catalogue.Paused })
	w.wants("closed", len(w.buy(basket(m, "R-1", 400)).Gifts), 0)
	w.wants("open from the next purchase on", len(w.buy(basket(m, "R-2", 10)).Gifts), 1)
}
