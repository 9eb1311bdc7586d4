package sessions_test

import (
	"bytes"
	"testing"
	"time"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/sessions"
)

func someone(t *testing.T, d *db.DB) (member ids.Member, clerk ids.Staff) {
	t.Helper()
	err := db.InTx(t.Context(), d, func(tx *db.Tx) (err error) {
		if member, err = db.ID[ids.Member](tx); err != nil {
			return err
		}
		clerk, err = db.ID[ids.Staff](tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return member, clerk
}

func start(t *testing.T, d *db.DB, s sessions.Session) string {
	t.Helper()
	id, err := sessions.Start(t.Context(), d, s)
	if err != nil || len(id) != 43 {
		t.Fatalf("started %q, %v", id, err)
	}
	return id
}

func isLive(t *testing.T, d *db.DB, id string) bool {
	t.Helper()
	_, err := sessions.Find(t.Context(), d, id)
	if err != nil && fault.KindOf(err) != fault.Unauthenticated {
		t.Fatal(err)
	}
	return err == nil
}

func TestASessionIsFoundByItsIdAndTheTableHoldsOnlyADigest(t *testing.T) {
	d := testdb.Open(t)
	member, _ := someone(t, d)
	id := start(t, d, sessions.ForMember(member))
	s, err := sessions.Find(t.Context(), d, id)
	if err != nil || s.MemberID != member || s.Kind != sessions.OfMember || !s.StaffID.IsZero() {
		t.Errorf("found %+v, %v", s, err)
	}
	if bytes.Contains(s.IDHash, []byte(id)) || len(s.IDHash) != 32 || isLive(t, d, string(s.IDHash)) {
		t.Error("the id stands in the table")
	}
	if isLive(t, d, "") || isLive(t, d, id+"x") {
		t.Error("another id opens it")
	}
}

func TestSessionsEndWhenIdleAndAtTheLatestAfterTheirWholeLife(t *testing.T) {
	d := testdb.Open(t)
	member, clerk := someone(t, d)
	for _, s := range []sessions.Session{sessions.ForMember(member), sessions.ForStaff(clerk)} {
		life := sessions.LifeOf(s.Kind)
		testdb.At(t, d, testdb.Start)
		idle, busy := start(t, d, s), start(t, d, s)
		step := life.Idle - time.Minute
		for at := step; at < life.Whole; at += step {
			testdb.At(t, d, testdb.Start.Add(at))
			row, err := sessions.Find(t.Context(), d, busy)
			if err != nil {
				t.Fatalf("%s: busy ended after %v: %v", s.Kind, at, err)
			}
			if err := sessions.Touch(t.Context(), d, row); err != nil {
				t.Fatal(err)
			}
			if at > life.Idle && isLive(t, d, idle) {
				t.Errorf("%s: idle still lives after %v", s.Kind, at)
			}
		}
		testdb.At(t, d, testdb.Start.Add(life.Whole))
		if isLive(t, d, busy) {
			t.Errorf("%s: busy lives for ever", s.Kind)
		}
	}
	testdb.At(t, d, testdb.Start.AddDate(1, 0, 0))
	if n, err := sessions.Prune(t.Context(), d); n != 4 || err != nil {
		t.Errorf("%d were pruned, %v", n, err)
	}
}

func TestTheIdFromBeforeASignInIsWorthNothingAfterIt(t *testing.T) {
	d := testdb.Open(t)
	member, _ := someone(t, d)
	before := start(t, d, sessions.ForMember(member))
	after, err := sessions.Renew(t.Context(), d, before, sessions.ForMember(member))
	if err != nil || after == before || isLive(t, d, before) || !isLive(t, d, after) {
		t.Errorf("before %v, after %v, %v", isLive(t, d, before), isLive(t, d, after), err)
	}
}

func TestSigningOutEverywhereEndsAllOfOnePersonAndNobodyElses(t *testing.T) {
	d := testdb.Open(t)
	member, clerk := someone(t, d)
	other, _ := someone(t, d)
	mine, also := start(t, d, sessions.ForMember(member)), start(t, d, sessions.ForMember(member))
	theirs, staffs := start(t, d, sessions.ForMember(other)), start(t, d, sessions.ForStaff(clerk))
	s, err := sessions.Find(t.Context(), d, mine)
	if err != nil {
		t.Fatal(err)
	}
	if err := sessions.SignOutEverywhere(t.Context(), d, s); err != nil {
		t.Fatal(err)
	}
	if isLive(t, d, mine) || isLive(t, d, also) || !isLive(t, d, theirs) || !isLive(t, d, staffs) {
		t.Error("the wrong sessions ended")
	}
	if err := db.InTx(t.Context(), d, func(tx *db.Tx) error { return tx.Apply(t.Context(), sessions.EndAllOfStaff(clerk)) }); err != nil {
		t.Fatal(err)
	}
	if err := sessions.SignOut(t.Context(), d, theirs); err != nil {
		t.Fatal(err)
	}
	if isLive(t, d, staffs) || isLive(t, d, theirs) {
		t.Error("sessions live on")
	}
}

func TestASessionCarriesALittle(t *testing.T) {
	d := testdb.Open(t)
	member, _ := someone(t, d)
	id := start(t, d, sessions.ForMember(member))
	if err := sessions.Save(t.Context(), d, id, []byte("flash")); err != nil {
		t.Fatal(err)
	}
	s, err := sessions.Find(t.Context(), d, id)
	if err != nil || string(s.Data) != "flash" {
		t.Errorf("carries %q, %v", s.Data, err)
	}
	if err := sessions.Save(t.Context(), d, id, make([]byte, sessions.MaxData+1)); err == nil {
		t.Error("it carries too much")
	}
}

func TestACodeOfOneRequestFitsNoOther(t *testing.T) {
	d := testdb.Open(t)
	key := sessions.CodeKey("key")
	request := sessions.Request{Purpose: sessions.ForSignIn, Kind: "email", Contact: "a@example.com"}
	try := func(key sessions.CodeKey, proof sessions.Proof) (verdict sessions.Verdict) {
		t.Helper()
		err := db.InTx(t.Context(), d, func(tx *db.Tx) (err error) {
			_, verdict, err = sessions.TryCode(t.Context(), tx, key, proof)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return verdict
	}
	var one, two sessions.Code
	err := db.InTx(t.Context(), d, func(tx *db.Tx) (err error) {
		if one, err = sessions.NewCode(t.Context(), tx, key, request); err != nil {
			return err
		}
		two, err = sessions.NewCode(t.Context(), tx, key, request)
		return err
	})
	if err != nil || one.Token == two.Token || len(one.Token) != 43 {
		t.Fatalf("codes %+v and %+v, %v", one, two, err)
	}
	spaced := one.Digits[:3] + " " + one.Digits[3:]
	for _, step := range []struct {
		key   sessions.CodeKey
		proof sessions.Proof
		want  sessions.Verdict
	}{
		{key, sessions.Proof{ID: one.ID, Digits: spaced}, sessions.Right},
		{key, sessions.Proof{ID: one.ID, Token: one.Token}, sessions.Right},
		{key, sessions.Proof{ID: one.ID, Token: two.Token}, sessions.Wrong},
		{sessions.CodeKey("other"), sessions.Proof{ID: one.ID, Digits: one.Digits}, sessions.Wrong},
		{key, sessions.Proof{ID: one.ID, Digits: one.Token}, sessions.Wrong},
	} {
		if got := try(step.key, step.proof); got != step.want {
			t.Errorf("%+v is judged %d, not %d", step.proof, got, step.want)
		}
	}
	if one.Digits != two.Digits {
		if got := try(key, sessions.Proof{ID: two.ID, Digits: one.Digits}); got != sessions.Wrong {
			t.Errorf("the other request's code is judged %d", got)
		}
	}
}
