package audit_test

import (
	"testing"
	"time"

	"fealty/models/audit"
	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/ids"
)

func TestActsAreListedLatestFirstPageByPage(t *testing.T) {
	d := testdb.Open(t)
	member := ids.Member{1}
	for i := range audit.Page + 10 {
		testdb.Forward(t, d, time.Second)
		act := audit.Act{Actor: "staff", ActorID: audit.On(ids.Staff{7}), Role: "owner", Action: "points.adjust", Object: "member", ObjectID: audit.On(member),
			Detail: audit.Detail{"n": i}, Reason: "kindness", Address: "192.0.2.7", RequestID: "r"}
		if i == 3 {
			act.MemberID = member
		}
		if err := db.InTx(t.Context(), d, func(tx *db.Tx) error { return audit.Record(t.Context(), tx, act) }); err != nil {
			t.Fatal(err)
		}
	}
	first, err := audit.List(t.Context(), d, ids.Audit{})
	if err != nil || len(first) != audit.Page || first[0].Detail["n"] != float64(audit.Page+9) || first[0].ActorID != audit.On(ids.Staff{7}) {
		t.Fatalf("the first page: %d, %v", len(first), err)
	}
	second, err := audit.List(t.Context(), d, first[len(first)-1].ID)
	if err != nil || len(second) != 10 || second[9].Detail["n"] != 0.0 {
		t.Errorf("the second page: %d, %v", len(second), err)
	}
	mine, err := audit.OfMember(t.Context(), d, member)
	if err != nil || len(mine) != 1 || mine[0].Detail["n"] != 3.0 {
		t.Errorf("the member's: %+v, %v", mine, err)
	}
}

func TestAnActIsNeverChanged(t *testing.T) {
	d := testdb.Open(t)
	err := db.InTx(t.Context(), d, func(tx *db.Tx) error {
		return audit.Record(t.Context(), tx, audit.Act{Actor: "system", Role: "system", Action: "test", Object: "none"})
	})
	if err != nil {
		t.Fatal(err)
	}
	x := testdb.Owner(t, d)
	for _, change := range []string{`UPDATE audit SET reason = 'none'`, `DELETE FROM audit`, `TRUNCATE audit`} {
		if _, err := x.ExecContext(t.Context(), change); db.Code(err) != "23001" {
			t.Errorf("%s: %v", change, err)
		}
	}
}
