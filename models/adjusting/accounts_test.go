package adjusting_test

import (
	"crypto/rand"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"fealty/models/adjusting"
	"fealty/models/audit"
	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/sessions"
	"fealty/models/staff"
)

// account is somebody with a session, and a box for their second factor.
type account struct {
	*testing.T
	d       *db.DB
	box     *staff.Box
	id      ids.Staff
	session string
}

func newAccount(t *testing.T) *account {
	t.Helper()
	a := &account{T: t, d: testdb.Open(t)}
	var err error
	if a.box, err = staff.NewBox(make([]byte, 32)); err != nil {
		t.Fatal(err)
	}
	a.id, err = adjusting.Hire(t.Context(), a.d, staff.Staff{Email: "mette@shop.example", Name: "Mette", Role: staff.Manager, Language: "en"}, audit.Act{Actor: "system"})
	if err != nil {
		t.Fatal(err)
	}
	if a.session, err = sessions.Start(t.Context(), a.d, sessions.ForStaff(a.id)); err != nil {
		t.Fatal(err)
	}
	return a
}

func (a *account) enrol(isRight bool) error {
	a.Helper()
	testdb.Forward(a.T, a.d, time.Second)
	secret, _, err := staff.NewTOTP(rand.Reader, "Havn", "mette@shop.example")
	if err != nil {
		a.Fatal(err)
	}
	code := "nothing"
	if isRight {
		if code, err = totp.GenerateCode(secret, a.d.Time()); err != nil {
			a.Fatal(err)
		}
	}
	return adjusting.EnrolTOTP(a.Context(), a.d, a.box, adjusting.Enrolment{By: adjusting.Who{Staff: a.id, Role: "manager"}, Secret: secret, Code: code})
}

func (a *account) set(change adjusting.Account) staff.Staff {
	a.Helper()
	testdb.Forward(a.T, a.d, time.Second) // so that the audit has an order
	if err := adjusting.SetAccount(a.Context(), a.d, adjusting.Who{Role: "operator"}, a.id, change); err != nil {
		a.Fatal(err)
	}
	s, err := staff.Find(a.Context(), a.d, a.id)
	if err != nil {
		a.Fatal(err)
	}
	return s
}

// latest is the newest act in the audit.
func (a *account) latest() audit.Act {
	a.Helper()
	acts, err := audit.List(a.Context(), a.d, ids.Audit{})
	if err != nil || len(acts) == 0 || acts[0].ObjectID != audit.On(a.id) {
		a.Fatalf("the audit holds %+v, %v", acts, err)
	}
	return acts[0]
}

func TestASecondFactorThatIsSetUpStandsInTheAudit(t *testing.T) {
	a := newAccount(t)
	if err := a.enrol(false); !fault.Is(err, "totp_wrong") || a.latest().Action != "staff.add" {
		t.Errorf("a wrong code: %v, recorded as %s", err, a.latest().Action)
	}
	if err := a.enrol(true); err != nil {
		t.Fatal(err)
	}
	if act := a.latest(); act.Action != "staff.totp" || act.ActorID != audit.On(a.id) {
		t.Errorf("recorded as %+v", act)
	}
}

func TestALostSecondFactorIsTakenAwayWithTheSessions(t *testing.T) {
	a := newAccount(t)
	if err := a.enrol(true); err != nil {
		t.Fatal(err)
	}
	if s := a.set(adjusting.TakeTOTP); s.HasTOTP() {
		t.Error("it is still there")
	}
	if act := a.latest(); act.Action != "staff.reset" || act.Actor != "system" || act.Role != "operator" {
		t.Errorf("recorded as %+v", act)
	}
	if _, err := sessions.Find(t.Context(), a.d, a.session); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("the session: %v", err)
	}
	if err := a.enrol(true); err != nil {
		t.Errorf("a new one: %v", err)
	}
}

func TestADisabledAccountLosesItsSessionsAndIsEnabledAgain(t *testing.T) {
	a := newAccount(t)
	if s := a.set(adjusting.Disable); s.IsEnabled() || a.latest().Action != "staff.disable" {
		t.Errorf("%+v, recorded as %s", s, a.latest().Action)
	}
	if _, err := sessions.Find(t.Context(), a.d, a.session); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("the session: %v", err)
	}
	if err := a.enrol(true); err == nil {
		t.Error("who is shut out sets up a second factor")
	}
	if s := a.set(adjusting.Enable); !s.IsEnabled() || a.latest().Action != "staff.enable" {
		t.Errorf("%+v, recorded as %s", s, a.latest().Action)
	}
	if err := adjusting.SetAccount(t.Context(), a.d, adjusting.Who{}, a.id, "staff.frob"); err == nil {
		t.Error("an unknown change is made")
	}
}
