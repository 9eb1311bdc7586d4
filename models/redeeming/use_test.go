package redeeming_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"fealty/models/catalogue"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/redeeming"
)

func (w *world) using(by redeeming.Who, code string) redeeming.Using {
	return redeeming.Using{Question: redeeming.Question{Code: code, By: by, Language: "nb"}, Place: "here", Key: w.key()}
}

// atKino makes Alice a voucher of a reward that Fjordkino honours.
func (w *world) atKino() (redeeming.Receipt, string) {
	w.Helper()
	r := w.reward(nil, func(r *catalogue.Reward) {
		r.Kind, r.PartnerID, r.PartnerPays, r.Price = catalogue.AtPartner, w.kino.Partner, 9500, 100
	})
	got := w.redeem(w.alice, r)
	return got, w.code(w.alice, got.Voucher)
}

func TestAPartnerIsToldWhatToHandOverInTheAnswerThatUses(t *testing.T) {
	w := newWorld(t)
	got, code := w.atKino()
	cmd := w.using(w.kino, strings.ToLower(strings.ReplaceAll(code, "-", " ")))
	used, err := redeeming.Use(t.Context(), w.d, w.deps, cmd)
	if err != nil {
		t.Fatal(err)
	}
	if used.Found.Guest != "Alice H." || used.Found.Text.HandOver != "En flat white" || used.Pays != 9500 || used.Found.Code != code {
		t.Errorf("the answer is %+v", used)
	}
	again, err := redeeming.Use(t.Context(), w.d, w.deps, cmd)
	if err != nil || again.Use != used.Use || again.Found.Guest != "Alice H." {
		t.Errorf("the repeat answered %+v, %v", again, err)
	}
	if used.Voucher != got.Voucher || !used.UndoUntil.Equal(testdb.Start.Add(10*time.Minute)) {
		t.Errorf("the answer is %+v", used)
	}
	list, err := redeeming.UsesOf(t.Context(), w.d, redeeming.Uses{Partner: w.kino.Partner, Since: today}, catalogue.Languages{Wanted: "nb"})
	if err != nil || len(list) != 1 || list[0].Guest() != "Alice H." || list[0].Name != "Flat white" {
		t.Errorf("the partner's list is %+v, %v", list, err)
	}
	if other, err := redeeming.UsesOf(t.Context(), w.d, redeeming.Uses{Partner: w.tea.Partner, Since: today}, catalogue.Languages{}); err != nil || len(other) != 0 {
		t.Errorf("the other partner sees %+v, %v", other, err)
	}
}

func TestEachCodeThatIsNoGoodHasItsOwnSentence(t *testing.T) {
	w := newWorld(t)
	_, code := w.atKino()
	check := func(by redeeming.Who, code string) error {
		_, err := redeeming.Check(t.Context(), w.d, w.deps, redeeming.Question{Code: code, By: by, Language: "nb"})
		return err
	}
	if err := check(w.kino, code); err != nil {
		t.Errorf("a good one: %v", err)
	}
	swapped := code[:1] + code[2:3] + code[1:2] + code[3:]
	if code[1] == code[2] {
		swapped = code[:13] + map[bool]string{true: "3", false: "2"}[code[13] == '2']
	}
	for key, err := range map[string]error{
		"voucher_mistyped":      check(w.kino, swapped),
		"voucher_unknown":       check(w.kino, "2222-2222-2222"),
		"voucher_other_partner": check(w.tea, code),
		"voucher_at_partner":    check(w.shop, code),
	} {
		if !fault.Is(err, key) {
			t.Errorf("%s: answered %v", key, err)
		}
	}
	if _, err := redeeming.Use(t.Context(), w.d, w.deps, w.using(w.kino, code)); err != nil {
		t.Fatal(err)
	}
	if err := check(w.kino, code); !fault.Is(err, "voucher_used") || !strings.Contains(params(err), "here") {
		t.Errorf("a used one: %v %s", err, params(err))
	}
	if err := check(w.tea, code); !fault.Is(err, "voucher_other_partner") {
		t.Errorf("the other partner learns %v", err)
	}
	_, other := w.atKino()
	testdb.Forward(t, w.d, 31*24*time.Hour)
	if err := check(w.kino, other); !fault.Is(err, "voucher_expired") {
		t.Errorf("one past its day: %v", err)
	}
}

func params(err error) string {
	f, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return ""
	}
	return named("%v", f.Params)
}

func TestAUseCanBeUndoneForTenMinutesByThosePeopleOnly(t *testing.T) {
	w := newWorld(t)
	got, code := w.atKino()
	used, err := redeeming.Use(t.Context(), w.d, w.deps, w.using(w.kino, code))
	if err != nil {
		t.Fatal(err)
	}
	undo := func(by redeeming.Who) error {
		_, err := redeeming.UndoUse(t.Context(), w.d, redeeming.Undo{Use: used.Use, By: by, Key: w.key()})
		return err
	}
	for _, by := range []redeeming.Who{w.tea, w.shop, {}} {
		if err := undo(by); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%+v undoes it: %v", by, err)
		}
	}
	testdb.Forward(t, w.d, 10*time.Minute)
	if err := undo(w.kino); err != nil {
		t.Fatal(err)
	}
	if err := undo(w.kino); !fault.Is(err, "already_undone") {
		t.Errorf("a second undo: %v", err)
	}
	if w.code(w.alice, got.Voucher) != code {
		t.Error("the member can't see the code again")
	}
	if used, err = redeeming.Use(t.Context(), w.d, w.deps, w.using(w.kino, code)); err != nil {
		t.Fatalf("an undone one can't be used: %v", err)
	}
	testdb.Forward(t, w.d, 10*time.Minute+time.Second)
	if err := undo(w.kino); !fault.Is(err, "undo_too_late") {
		t.Errorf("after ten minutes: %v", err)
	}
	var acts int
	if err := w.d.Get(t.Context(), &acts, `SELECT count(*) FROM audit WHERE action LIKE 'voucher.%' AND actor_id IS NOT NULL`); err != nil || acts != 3 {
		t.Errorf("the audit has %d acts, %v", acts, err)
	}
	sum, err := redeeming.SumOf(t.Context(), w.d, w.kino.Partner, today)
	if err != nil || sum.Uses != 1 || sum.Pays != 9500 {
		t.Errorf("the partner is owed %+v, %v", sum, err)
	}
}

func TestNobodySeesAnothersTicket(t *testing.T) {
	w := newWorld(t)
	got, _ := w.atKino()
	lang := catalogue.Languages{Wanted: "pl", Main: "nb"}
	mine, err := redeeming.TicketFor(t.Context(), w.d, redeeming.Own{Member: w.alice, Voucher: got.Voucher}, lang)
	if err != nil || mine.Name != "Flat white" || mine.Language != "nb" || mine.PartnerName != "Fjordkino" {
		t.Errorf("Alice's ticket is %+v, %v", mine, err)
	}
	charlie := w.member("Charlie", "member", 0)
	if _, err := redeeming.TicketFor(t.Context(), w.d, redeeming.Own{Member: charlie, Voucher: got.Voucher}, lang); fault.KindOf(err) != fault.NotFound {
		t.Errorf("Charlie sees it: %v", err)
	}
	list, err := redeeming.Tickets(t.Context(), w.d, w.alice, lang, got.Voucher)
	if err != nil || len(list) != 0 {
		t.Errorf("the page after the oldest: %+v, %v", list, err)
	}
}
