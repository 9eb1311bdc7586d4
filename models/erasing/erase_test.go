package erasing_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"fealty/models/audit"
	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/erasing"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/verifying"
)

var (
	alice, bob = ids.Member{1}, ids.Member{2}
	day        = time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC)
)

func byHerself(m ids.Member) erasing.Command {
	return erasing.Command{Member: m, Why: erasing.Self, Who: audit.Act{Actor: ledger.ByMember, ActorID: audit.On(m)}}
}

// club has Alice, with 300 points of which 50 can't be spent yet, 20 in credit and a debt of 7, and Bob with nothing.
func club(t *testing.T) (*db.DB, erasing.Deps) {
	t.Helper()
	d := testdb.Open(t)
	document, err := json.Marshal(programme.Default(programme.Settings{Currency: "NOK", Languages: []string{"nb"}}))
	if err != nil {
		t.Fatal(err)
	}
	post := func(w ledger.Wallet, amount int64, from time.Time) ledger.Posting {
		p := ledger.Posting{Member: alice, Wallet: w, Kind: ledger.Adjustment, Source: "test", Actor: ledger.Actor{Kind: ledger.BySystem}, Version: 1, HappenedOn: day}
		p.Amount = money.Points(amount)
		if w.HasLots() {
			p.Terms = &ledger.Terms{AvailableOn: from}
		}
		return p
	}
	err = db.InTx(t.Context(), d, func(tx *db.Tx) error {
		ctx := context.Background()
		var list []members.Member
		for i, id := range []ids.Member{alice, bob} {
			list = append(list, members.Member{ID: id, Number: string(rune('1' + i)), FirstName: "Alice", InviteCode: string(rune('a' + i)), Language: "nb",
				JoinedVia: members.ViaPortal, JoinedAt: tx.Now, JoinedOn: day})
		}
		err := tx.Apply(ctx, programme.Insert(programme.Published{Number: 1, StartsAt: tx.Now, PublishedAt: tx.Now, By: "test"}, document),
			members.Insert(list...), ledger.Open(alice, bob))
		if err != nil {
			return err
		}
		held, err := ledger.Lock(ctx, tx, alice)
		if err != nil {
			return err
		}
		_, err = ledger.Post(ctx, tx, held, post(ledger.Points, 250, day), post(ledger.Points, 50, day.AddDate(1, 0, 0)),
			post(ledger.Credit, 20, day), post(ledger.Debt, 7, day))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return d, erasing.Deps{Programme: &programme.Cache{}}
}

func TestWhatIsLeftIsBookedOffAndTheBookStaysWhole(t *testing.T) {
	d, deps := club(t)
	lost, err := erasing.Erase(t.Context(), d, deps, byHerself(alice))
	if err != nil || lost.Points != 300 || lost.Credit != 20 || lost.Owed != 7 {
		t.Fatalf("lost %+v, %v", lost, err)
	}
	var left, booked int
	if err := d.Get(t.Context(), &left, `SELECT cast(sum(balance) AS bigint) FROM wallets`); err != nil || left != 0 {
		t.Errorf("%d are left, %v", left, err)
	}
	if err := d.Get(t.Context(), &booked, `SELECT cast(-sum(amount) AS bigint) FROM entries WHERE kind = 'forfeited'`); err != nil || booked != 327 {
		t.Errorf("%d were booked off, %v", booked, err)
	}
	if report, err := verifying.Run(t.Context(), d); err != nil || report.Wrong != nil {
		t.Errorf("%v %v", report.Wrong, err)
	}
	if _, err := erasing.Erase(t.Context(), d, deps, byHerself(alice)); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a second time: %v", err)
	}
	if m, err := members.Find(t.Context(), d, alice); err != nil || m.State != members.Erased || m.FirstName != "" {
		t.Errorf("left of her: %+v, %v", m, err)
	}
}

func TestTheAuditForgetsReasonsOfTheErasedAndOfNobodyElse(t *testing.T) {
	d, deps := club(t)
	err := db.InTx(t.Context(), d, func(tx *db.Tx) error {
		for _, id := range []ids.Member{alice, bob} {
			act := audit.Act{Actor: ledger.ByStaff, Role: "manager", Action: "points.adjust", Object: "member", MemberID: id, Reason: "She asked"}
			if err := audit.Record(t.Context(), tx, act); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	forgetting := func() error {
		return db.InTx(t.Context(), d, func(tx *db.Tx) error { return audit.Forget(t.Context(), tx, []ids.Member{alice, bob}) })
	}
	if err := forgetting(); err == nil {
		t.Error("reasons were emptied of members who are there")
	}
	if _, err := erasing.Erase(t.Context(), d, deps, byHerself(alice)); err != nil {
		t.Fatal(err)
	}
	var reasons []string
	if err := d.Select(t.Context(), &reasons, `SELECT reason FROM audit WHERE action = 'points.adjust' ORDER BY member_id`); err != nil || len(reasons) != 2 || reasons[0] != "" || reasons[1] == "" {
		t.Errorf("the reasons are %q, %v", reasons, err)
	}
	owner := testdb.Owner(t, d)
	for _, sql := range []string{`UPDATE audit SET reason = 'x'`, `UPDATE audit SET reason = '', action = 'x'`, `DELETE FROM audit`} {
		if _, err := owner.ExecContext(t.Context(), sql); err == nil {
			t.Errorf("%s passed", sql)
		}
	}
}

func TestARestoredBackupForgetsAgain(t *testing.T) {
	d, deps := club(t)
	n, err := erasing.Again(t.Context(), d, deps, []ids.Member{alice, {9}, alice})
	if err != nil || n != 1 {
		t.Errorf("erased again: %d, %v", n, err)
	}
	list, err := members.Erasures(t.Context(), d)
	if err != nil || len(list) != 1 || list[0].MemberID != alice {
		t.Errorf("the list is %+v, %v", list, err)
	}
}
