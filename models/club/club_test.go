package club_test

import (
	"testing"

	"fealty/models/club"
	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/fault"
)

func save(t *testing.T, d *db.DB, edit func(*club.Settings)) {
	t.Helper()
	err := db.InTx(t.Context(), d, func(tx *db.Tx) error {
		s, err := club.Lock(t.Context(), tx)
		if err != nil {
			return err
		}
		edit(&s)
		return club.Save(t.Context(), tx, s)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAShopThatSetNothingHasEverythingOnAndIsOpen(t *testing.T) {
	d := testdb.Open(t)
	s, err := club.Load(t.Context(), d)
	if err != nil || !s.IsOpen() || s.Brand != club.DefaultTheme().Brand {
		t.Fatalf("%+v, %v", s, err)
	}
	for _, feature := range club.Features() {
		if !s.Has(feature) {
			t.Errorf("%s is off", feature)
		}
	}
	save(t, d, func(s *club.Settings) { s.Turn(club.Give, false) })
	if s, err = club.Load(t.Context(), d); err != nil || s.Has(club.Give) || !s.Has(club.Invite) || !s.IsOpen() {
		t.Errorf("after the first change: %+v, %v", s, err)
	}
}

func TestAFreshClubIsShutUntilItIsOpened(t *testing.T) {
	d := testdb.Open(t)
	for range 2 { // the second start finds it there
		if err := db.InTx(t.Context(), d, func(tx *db.Tx) error { return club.Begin(t.Context(), tx) }); err != nil {
			t.Fatal(err)
		}
	}
	if s, err := club.Load(t.Context(), d); err != nil || s.IsOpen() || s.Revision != 1 {
		t.Fatalf("%+v, %v", s, err)
	}
	now := d.Time()
	save(t, d, func(s *club.Settings) { s.OpenedAt = &now })
	if s, err := club.Load(t.Context(), d); err != nil || !s.IsOpen() || s.Revision != 2 {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestEverythingThatIsSetComesBack(t *testing.T) {
	d := testdb.Open(t)
	want := club.Default()
	want.Theme = club.Theme{Brand: "#ffd23f", Accent: "#ee4266", Neutral: "#88857a", Action: "#1a1a1a", Radius: 4, Font: "serif", Display: "slab"}
	want.Help, want.Complaints, want.SMS, want.Template = "555 123", "complain@havn.example", false, "cafe"
	want.Limits = club.Limits{PerAct: 7, PerDay: 9, ApproveAbove: 3}
	want.Logo = club.Logo{7}
	want.Texts["pl"] = club.Text{Language: "pl", Heading: "Żółć", Lead: "Zażółć gęślą jaźń"}
	want.Finish("name")
	save(t, d, func(s *club.Settings) { *s = want })
	got, err := club.Load(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	if was, is := club.Differences(want, got); len(is) != 1 || is["opened_at"] == "" {
		t.Errorf("was %v, is %v", was, is)
	}
}

func TestTheCacheSeesWhatAnotherInstanceChangesWithinASecond(t *testing.T) {
	d := testdb.Open(t)
	var here, there club.Cache
	for _, cache := range []*club.Cache{&here, &there} {
		if s, err := cache.Get(t.Context(), d); err != nil || !s.Has(club.Till) {
			t.Fatalf("%+v, %v", s, err)
		}
	}
	save(t, d, func(s *club.Settings) { s.Turn(club.Till, false) })
	here.Forget()
	if s, _ := here.Get(t.Context(), d); s.Has(club.Till) {
		t.Error("the instance that changed it doesn't see it")
	}
	if s, _ := there.Get(t.Context(), d); !s.Has(club.Till) {
		t.Error("it was read again without need")
	}
	testdb.Forward(t, d, club.Fresh)
	if s, _ := there.Get(t.Context(), d); s.Has(club.Till) {
		t.Error("after a second the other instance doesn't see it")
	}
}

func TestWhatCanNotBeKeptIsNamedFieldByField(t *testing.T) {
	s := club.Default()
	s.Brand, s.Action, s.Radius, s.Font = "red", "#GGGGGG", 99, "comic"
	s.PerDay, s.ApproveAbove = 1, -1
	s.TurnedOff = []string{"everything"}
	fields := fault.Of(club.Check(s)).FieldNames()
	for _, name := range []string{"brand", "action", "radius", "font", "points_per_day", "approve_above", "features"} {
		found := false
		for _, f := range fields {
			found = found || f == name
		}
		if !found {
			t.Errorf("%s is not named among %v", name, fields)
		}
	}
	if err := club.Check(club.Default()); err != nil {
		t.Error(err)
	}
}
