package importing_test

import (
	"testing"

	"fealty/models/importing"
	"fealty/models/ledger"
	"fealty/models/once"
	"fealty/models/recording"
)

func (w *world) giveBackEarly(reference, of string) {
	w.Helper()
	r, err := recording.Return(w.Context(), w.d, recording.Deps{Programme: w.deps.Programme}, recording.ReturnCommand{
		Key: once.Key{Scope: "api:returns", Key: reference}, Actor: ledger.Actor{Kind: ledger.ByAPI},
		Input: recording.ReturnInput{Reference: reference, PurchaseReference: of}})
	w.must(err)
	if !r.Parked {
		w.Fatal("the return didn't wait")
	}
}

func TestAReturnThatCameBeforeItsPurchaseIsAppliedAfterIt(t *testing.T) {
	w := newWorld(t)
	w.giveBackEarly("r-1", "1")
	w.retail("1,A,A,1,2011-03-01T10:00:00,400,9,UK\n2,A,A,1,2011-03-02T10:00:00,30,9,UK\n", dry)
	w.wants("still waiting after a dry run", w.count(`SELECT count(*) FROM parked_returns WHERE applied_at IS NULL`), 1)
	w.retail("1,A,A,1,2011-03-01T10:00:00,400,9,UK\n2,A,A,1,2011-03-02T10:00:00,30,9,UK\n")
	w.wants("the second earned at silver's rate; the first is back", w.balance("9"), 37)
	w.wants("returned", w.count(`SELECT points_returned FROM purchases WHERE reference = '1'`), 400)
	w.addsUp()
}

func TestAPurchaseThatTheShopHasSentAlreadyIsKnown(t *testing.T) {
	w := newWorld(t)
	w.retail("1,A,A,1,2011-03-01T10:00:00,400,9,UK\n")
	w.giveBackEarly("r-9", "2")
	r := w.retail("1,A,A,1,2011-03-01T10:00:00,400,9,UK\n2,A,A,1,2011-03-02T10:00:00,30,9,UK\nC3,A,A,-1,2011-03-03T10:00:00,30,9,UK\n")
	w.wants("known", r.KnownPurchases, 1)
	w.wants("the file's own return comes first; what has waited finds nothing left", []int{r.Returns,
		w.count(`SELECT count(*) FROM parked_returns WHERE applied_at IS NULL`)}, []int{1, 1})
	w.rows(r, map[importing.Class]int{importing.Sold: 2, importing.Returned: 1})
	w.addsUp()
}

func TestAReturnLeavesADebtThatLaterPurchasesPay(t *testing.T) {
	w := newWorld(t)
	w.retail("1,A,A,1,2011-03-01T10:00:00,100,9,UK\n")
	w.spend("9", 80)
	r := w.retail(`1,A,A,1,2011-03-01T10:00:00,100,9,UK
C2,A,A,-1,2011-04-01T10:00:00,100,9,UK
3,B2,B,1,2011-05-01T10:00:00,50,9,UK
`)
	w.wants("reversed, owed, repaid", []any{r.Reversed, r.Owed, r.Repaid}, []any{20, 80, 50})
	w.wants("balance", w.balance("9"), 0)
	w.addsUp()
}
