package adjusting_test

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fealty/models/adjusting"
	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/money"
	"fealty/models/partners"
	"fealty/models/programme"
	"fealty/models/staff"
)

var dora = adjusting.Who{Staff: ids.Staff{7}, Role: string(staff.Manager), Address: "192.0.2.0", RequestID: "r1"}

// perDay is what one person may move on a day in the tests.
const perDay = 5 * adjusting.MaxPoints

// club has Dora of the staff, Alice, and Dora's own membership.
func club(t *testing.T) (d *db.DB, deps adjusting.Deps, alice, own ids.Member) {
	t.Helper()
	d, alice, own = testdb.Open(t), ids.Member{1}, ids.Member{2}
	document, err := json.Marshal(programme.Default(programme.Settings{Currency: "NOK", Languages: []string{"nb"}}))
	if err != nil {
		t.Fatal(err)
	}
	err = db.InTx(t.Context(), d, func(tx *db.Tx) error {
		ctx := context.Background()
		list := []members.Member{
			{ID: alice, Number: "1", InviteCode: "a", Language: "nb", State: members.Active, JoinedVia: members.ViaPortal, JoinedAt: tx.Now, JoinedOn: tx.Now},
			{ID: own, Number: "2", InviteCode: "b", Language: "nb", State: members.Active, JoinedVia: members.ViaPortal, JoinedAt: tx.Now, JoinedOn: tx.Now},
		}
		first := programme.Published{Number: 1, StartsAt: tx.Now, PublishedAt: tx.Now, By: "test"}
		_, err := tx.Exec(ctx, `INSERT INTO staff (id, email, name, role, language, created_at) VALUES ($1, 'dora@havn.example', 'Dora', 'manager', 'nb', $2)`,
			dora.Staff, tx.Now)
		if err != nil {
			return err
		}
		return tx.Apply(ctx, programme.Insert(first, document), members.Insert(list...), ledger.Open(alice, own),
			members.InsertContact(members.Contact{Kind: members.Email, Value: "dora@havn.example", MemberID: own, AddedAt: tx.Now}))
	})
	if err != nil {
		t.Fatal(err)
	}
	limits := adjusting.Limits{Alone: adjusting.MaxPoints, PerDay: perDay}
	return d, adjusting.Deps{Programme: &programme.Cache{}, Limits: limits}, alice, own
}

func TestAnAdjustmentStandsInTheBookAndItsReasonInTheAudit(t *testing.T) {
	d, deps, alice, _ := club(t)
	cmd := adjusting.Adjustment{By: dora, Member: alice, Points: 250, Reason: " Broken mug ", Key: "one"}
	got, err := adjusting.Adjust(t.Context(), d, deps, cmd)
	if err != nil || got.Spendable != 250 {
		t.Fatalf("answered %+v, %v", got, err)
	}
	if again, err := adjusting.Adjust(t.Context(), d, deps, cmd); err != nil || again != got {
		t.Errorf("the repeat answered %+v, %v", again, err)
	}
	cmd.Points, cmd.Key = -100, "two"
	if got, err = adjusting.Adjust(t.Context(), d, deps, cmd); err != nil || got.Spendable != 150 {
		t.Errorf("taking answered %+v, %v", got, err)
	}
	var acts []struct {
		Reason  string `db:"reason"`
		Points  int64  `db:"points"`
		Address string `db:"address"`
	}
	err = d.Select(t.Context(), &acts, `SELECT reason, cast(detail->>'points' AS bigint) AS points, address FROM audit
		WHERE member_id = $1 AND actor_id = $2 ORDER BY id`, alice, dora.Staff)
	if err != nil || len(acts) != 2 || acts[0].Points+acts[1].Points != 150 || acts[0].Reason != "Broken mug" || acts[0].Address == "" {
		t.Errorf("the audit says %+v, %v", acts, err)
	}
	var named int
	if err := d.Get(t.Context(), &named, `SELECT count(*) FROM entries WHERE detail LIKE '%mug%'`); err != nil || named != 0 {
		t.Errorf("the book repeats the reason: %d, %v", named, err)
	}
}

func TestWhatIsGivenByHandPaysTheDebtFirst(t *testing.T) {
	d, deps, alice, _ := club(t)
	err := db.InTx(t.Context(), d, func(tx *db.Tx) error {
		held, err := ledger.Lock(t.Context(), tx, alice)
		if err != nil {
			return err
		}
		_, err = ledger.Post(t.Context(), tx, held, ledger.Posting{Member: alice, Wallet: ledger.Debt, Kind: ledger.Owed, Amount: 70,
			Source: "test", Actor: ledger.Actor{Kind: ledger.BySystem}, Version: 1, HappenedOn: db.Today(tx.Now, time.UTC)})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []struct{ points, paid, spendable, owed money.Points }{{50, 50, 0, 20}, {100, 20, 80, 0}, {10, 0, 90, 0}, {-30, 0, 60, 0}} {
		got, err := adjusting.Adjust(t.Context(), d, deps, adjusting.Adjustment{By: dora, Member: alice, Points: want.points, Reason: "why", Key: strconv.Itoa(i)})
		if err != nil || got.DebtPaid != want.paid || got.Spendable != want.spendable {
			t.Errorf("%+v: answered %+v, %v", want, got, err)
		}
		has, err := ledger.Balances(t.Context(), d, alice, db.Today(d.Time(), time.UTC))
		if err != nil || has.Owed != want.owed || has.Balance != want.spendable {
			t.Errorf("%+v: she has %+v, %v", want, has, err)
		}
	}
}

func TestWhatMayNotBeAdjustedIsNot(t *testing.T) {
	d, deps, alice, own := club(t)
	for i, c := range []struct {
		key    string
		member ids.Member
		points money.Points
		reason string
	}{
		{"invalid", alice, 0, "why"}, {"invalid", alice, 5, "  "}, {"invalid", alice, adjusting.MaxPoints + 1, "why"},
		{"own_account", own, 5, "why"}, {"too_few_points", alice, -5, "why"},
	} {
		_, err := adjusting.Adjust(t.Context(), d, deps, adjusting.Adjustment{By: dora, Member: c.member, Points: c.points, Reason: c.reason, Key: strconv.Itoa(i)})
		if !fault.Is(err, c.key) {
			t.Errorf("%+v: answered %v", c, err)
		}
	}
	var rows int
	if err := d.Get(t.Context(), &rows, `SELECT (SELECT count(*) FROM entries) + (SELECT count(*) FROM audit)`); err != nil || rows != 0 {
		t.Errorf("%d rows were written, %v", rows, err)
	}
}

func TestOnePersonMovesOnlySoMuchADay(t *testing.T) {
	d, deps, alice, _ := club(t)
	adjust := func(key string) error {
		_, err := adjusting.Adjust(t.Context(), d, deps, adjusting.Adjustment{By: dora, Member: alice, Points: adjusting.MaxPoints, Reason: "why", Key: key})
		return err
	}
	for i := range int(perDay / adjusting.MaxPoints) {
		if err := adjust(strconv.Itoa(i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := adjust("more"); !fault.Is(err, "daily_limit") {
		t.Errorf("answered %v", err)
	}
}

func TestARewardIsSavedWithItsStockAndAudit(t *testing.T) {
	d, deps, _, _ := club(t)
	ten := int64(10)
	cmd := adjusting.RewardChange{By: dora, Remaining: &ten, Texts: []catalogue.Text{{Language: "nb", Name: "Kopp"}},
		Reward: catalogue.Reward{Kind: catalogue.AtPartner, State: catalogue.Live, Price: 100, ValidDays: 30, Places: catalogue.ByPartner,
			Art: "mug", PartnerID: ids.Partner{9}}}
	_, err := adjusting.SaveReward(t.Context(), d, deps, cmd)
	var f *fault.Error
	if !errors.As(err, &f) || f.Fields["partner"].Key != "choice" {
		t.Errorf("a partner that is nobody: %v", err)
	}
	if cmd.Reward.PartnerID, err = adjusting.SavePartner(t.Context(), d, dora, partners.Partner{Name: "Tea House", State: partners.Active}); err != nil {
		t.Fatal(err)
	}
	id, err := adjusting.SaveReward(t.Context(), d, deps, cmd)
	if err != nil {
		t.Fatal(err)
	}
	cmd.Reward.ID, cmd.Reward.Price, cmd.KeepStock = id, 200, true
	if _, err := adjusting.SaveReward(t.Context(), d, deps, cmd); err != nil {
		t.Fatal(err)
	}
	card, err := catalogue.Show(t.Context(), d, id, catalogue.Languages{Wanted: "nb"})
	if err != nil || card.Price != 200 || *card.Remaining != 10 || card.PartnerName != "Tea House" {
		t.Errorf("saved as %+v, %v", card, err)
	}
	if err := adjusting.SetRewardState(t.Context(), d, dora, id, catalogue.Archived); err != nil {
		t.Fatal(err)
	}
	var actions int
	if err := d.Get(t.Context(), &actions, `SELECT count(DISTINCT action) FROM audit WHERE actor_id = $1`, dora.Staff); err != nil || actions != 4 {
		t.Errorf("%d kinds of act in the audit, %v", actions, err)
	}
}

func TestTheDaysBoundHoldsForManyMembersAtOnce(t *testing.T) {
	d, deps, _, _ := club(t)
	crowd := make([]members.Member, 12)
	crowdIDs := make([]ids.Member, len(crowd))
	for i := range crowd {
		crowdIDs[i] = ids.Member{9, byte(i)}
		crowd[i] = members.Member{ID: crowdIDs[i], Number: "9" + strconv.Itoa(i), InviteCode: "9" + strconv.Itoa(i), Language: "nb",
			State: members.Active, JoinedVia: members.ViaPortal, JoinedAt: d.Time(), JoinedOn: d.Time()}
	}
	err := db.InTx(t.Context(), d, func(tx *db.Tx) error {
		return tx.Apply(t.Context(), members.Insert(crowd...), ledger.Open(crowdIDs...))
	})
	if err != nil {
		t.Fatal(err)
	}
	var given atomic.Int64
	var wait sync.WaitGroup
	for i, m := range crowdIDs {
		wait.Go(func() {
			cmd := adjusting.Adjustment{By: dora, Member: m, Points: adjusting.MaxPoints, Reason: "x", Key: strconv.Itoa(i)}
			switch _, err := adjusting.Adjust(t.Context(), d, deps, cmd); {
			case err == nil:
				given.Add(int64(adjusting.MaxPoints))
			case !fault.Is(err, "daily_limit"):
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if got := money.Points(given.Load()); got != perDay {
		t.Errorf("%d points were given on one day, of at most %d", got, perDay)
	}
}
