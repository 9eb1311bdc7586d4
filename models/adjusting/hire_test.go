package adjusting

import (
	"testing"

	"fealty/models/audit"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/staff"
)

func TestWhoIsHiredIsInTheAuditAndNobodyIsHiredTwice(t *testing.T) {
	d := testdb.Open(t)
	dora := staff.Staff{Email: "dora@shop.example", Name: "Dora", Role: staff.Owner, Language: "en"}
	id, err := Hire(t.Context(), d, dora, audit.Act{Actor: "system", Role: "operator"})
	if err != nil {
		t.Fatal(err)
	}
	kept, err := staff.Find(t.Context(), d, id)
	if err != nil || kept.Name != "Dora" || kept.Role != staff.Owner {
		t.Errorf("kept is %+v, %v", kept, err)
	}
	dora.Email = "DORA@shop.example"
	if _, err := Hire(t.Context(), d, dora, audit.Act{Actor: "system"}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("the same address again: %v", err)
	}
	acts, err := audit.List(t.Context(), d, ids.Audit{})
	if err != nil || len(acts) != 1 || acts[0].Action != "staff.add" || acts[0].ObjectID != audit.On(id) {
		t.Errorf("the audit is %+v, %v", acts, err)
	}
}
