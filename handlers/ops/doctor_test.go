package ops

import (
	"slices"
	"strings"
	"testing"

	"fealty/config"
	"fealty/models/db"
	"fealty/models/db/testdb"
)

func patient(t *testing.T, d *db.DB, env map[string]string) Patient {
	t.Helper()
	if env["SECRET"] == "" {
		env["SECRET"] = "q7Vn2-xK9w_Lm4Tz8Rb1Yc6Hd3Gf5JpS0a"
	}
	c, err := config.Load(func(name string) string { return env[name] })
	if err != nil {
		t.Fatal(err)
	}
	return Patient{Config: c, Secret: env["SECRET"], DB: d}
}

func examine(t *testing.T, p Patient) []Finding {
	t.Helper()
	found, err := Examine(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	// The tests' own PostgreSQL is lax, and only one test is about that.
	return slices.DeleteFunc(found, isLax)
}

func isLax(f Finding) bool { return strings.Contains(f.Text, "a crash may lose") }

func TestTheDoctorRefusesADatabaseThatForgetsInACrash(t *testing.T) {
	lax, err := db.Open(t.Context(), testdb.AppURL(t, testdb.Open(t))+"&synchronous_commit=off", db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = lax.Close() }()
	for base, refuses := range map[string]bool{"https://club.example.com": true, "http://localhost:3000": false} {
		found, err := Examine(t.Context(), patient(t, lax, map[string]string{"BASE_URL": base}))
		if err != nil {
			t.Fatal(err)
		}
		if at := slices.IndexFunc(found, isLax); at < 0 || found[at].IsFault != refuses || !strings.Contains(found[at].Text, "synchronous_commit") {
			t.Errorf("at %s the findings are %v", base, found)
		}
	}
}

func TestTheDoctorNamesEveryFaultOfTheSettingsAtOnce(t *testing.T) {
	p := patient(t, nil, map[string]string{
		"BASE_URL": "http://club.example.com", "SECRET": strings.Repeat("changeme", 5), "LOG_LEVEL": "debug", "TRUSTED_PROXIES": "0.0.0.0/0,::/0",
	})
	text := Faults(examine(t, p))
	for _, want := range []string{"BASE_URL", "SECRET", "LOG_LEVEL", "0.0.0.0/0", "::/0"} {
		if !strings.Contains(text, want) {
			t.Errorf("%s isn't among the faults:\n%s", want, text)
		}
	}
}

func TestTheDoctorLetsASafeServerStart(t *testing.T) {
	p := patient(t, testdb.Open(t), map[string]string{"BASE_URL": "https://club.example.com", "SMTP_URL": "smtps://mail.example.com:465", "TRUSTED_PROXIES": "10.0.0.1"})
	if found := examine(t, p); len(found) > 0 {
		t.Errorf("a safe server has findings: %v", found)
	}
}

func TestOnThisMachineAloneTheSameThingsOnlyGetARemark(t *testing.T) {
	p := patient(t, testdb.Open(t), map[string]string{"SECRET": strings.Repeat("changeme", 5), "LOG_LEVEL": "debug"})
	found := examine(t, p)
	if len(found) != 2 || Faults(found) != "" {
		t.Errorf("the findings are %v", found)
	}
}

func TestTheDoctorSaysWhenTheDemoIsOpenToTheNetwork(t *testing.T) {
	for listen, want := range map[string]int{"127.0.0.1:3000": 0, "[::1]:3000": 0, "localhost:3000": 0, "0.0.0.0:3000": 1, ":3000": 1, "192.0.2.7:3000": 1} {
		if found := examine(t, patient(t, nil, map[string]string{"LISTEN": listen})); len(found) != want {
			t.Errorf("%s has the findings %v", listen, found)
		}
	}
}

func TestTheDoctorRefusesTheSuperuserInProduction(t *testing.T) {
	d := testdb.Open(t)
	super, err := db.Open(t.Context(), testdb.OwnerURL(t, d), db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = super.Close() }()
	p := patient(t, super, map[string]string{"BASE_URL": "https://club.example.com"})
	if text := Faults(examine(t, p)); !strings.Contains(text, "superuser") {
		t.Errorf("the faults are: %s", text)
	}
}

func TestTheDoctorRefusesTheTablesOwnerInProduction(t *testing.T) {
	d := testdb.Open(t)
	// Inside its own database the app's role is given a table, as a careless set-up would.
	if _, err := testdb.Owner(t, d).Exec(`ALTER TABLE shops OWNER TO fealty_app`); err != nil {
		t.Fatal(err)
	}
	p := patient(t, d, map[string]string{"BASE_URL": "https://club.example.com"})
	if text := Faults(examine(t, p)); !strings.Contains(text, "owns the tables") {
		t.Errorf("the faults are: %s", text)
	}
}

func TestTheDoctorMissesATriggerOfTheBook(t *testing.T) {
	d := testdb.Open(t)
	owner := testdb.Owner(t, d)
	for _, statement := range []string{`DROP TRIGGER entries_stay ON entries`, `ALTER TABLE audit DISABLE TRIGGER audit_stays`} {
		if _, err := owner.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	text := Faults(examine(t, patient(t, d, map[string]string{})))
	if !strings.Contains(text, "audit_stays, entries_stay") {
		t.Errorf("the faults are: %s", text)
	}
}

func TestTheDoctorSaysWhenADatabaseWasNeverMigrated(t *testing.T) {
	d := testdb.Open(t)
	if _, err := testdb.Owner(t, d).Exec(`DROP TABLE goose_db_version`); err != nil {
		t.Fatal(err)
	}
	if text := Faults(examine(t, patient(t, d, map[string]string{}))); !strings.Contains(text, "run fealty migrate") {
		t.Errorf("the faults are: %s", text)
	}
	if word, ok := readiness(t.Context(), d); ok || word != "migrations are missing" {
		t.Errorf("it is %q, %v", word, ok)
	}
}

func TestReadinessFollowsTheDatabase(t *testing.T) {
	d := testdb.Open(t)
	if word, ok := readiness(t.Context(), d); !ok {
		t.Errorf("a migrated database is %q", word)
	}
	if _, err := testdb.Owner(t, d).Exec(`DELETE FROM goose_db_version WHERE version_id = (SELECT max(version_id) FROM goose_db_version)`); err != nil {
		t.Fatal(err)
	}
	if word, ok := readiness(t.Context(), d); ok || word != "migrations are missing" {
		t.Errorf("a database with a migration missing is %q, %v", word, ok)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if word, ok := readiness(t.Context(), d); ok || word != "no database" {
		t.Errorf("a closed database is %q, %v", word, ok)
	}
}
