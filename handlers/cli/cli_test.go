package cli

import (
	"bytes"
	"encoding/json"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"context"

	"fealty/models/db"
	"fealty/models/db/testdb"
)

// program runs commands on one test's database.
type program struct {
	t        *testing.T
	d        *db.DB
	env      map[string]string
	out, err bytes.Buffer
}

func newProgram(t *testing.T) *program {
	t.Helper()
	d := testdb.Open(t)
	return &program{t: t, d: d, env: map[string]string{
		"DATABASE_URL": testdb.AppURL(t, d), "DATABASE_OWNER_URL": testdb.OwnerURL(t, d), "DATA_DIR": t.TempDir(), "LISTEN": freePort(t),
	}}
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// run gives the exit code; what was printed is in out and err.
func (p *program) run(ctx context.Context, input string, args ...string) int {
	p.out.Reset()
	p.err.Reset()
	return Run(ctx, args, Env{Getenv: func(name string) string { return p.env[name] },
		Stdin: strings.NewReader(input), Stdout: &p.out, Stderr: &p.err, Version: "test"})
}

func (p *program) want(code int, input string, args ...string) {
	p.t.Helper()
	if got := p.run(p.t.Context(), input, args...); got != code {
		p.t.Fatalf("fealty %s ends with %d instead of %d:\n%s%s", strings.Join(args, " "), got, code, p.out.String(), p.err.String())
	}
}

func TestAnUnknownCommandListsTheOthers(t *testing.T) {
	p := &program{t: t}
	for _, args := range [][]string{{}, {"frob"}, {"key"}, {"programme", "frob"}} {
		p.want(misuse, "", args...)
		for _, cmd := range commands() {
			if !strings.Contains(p.out.String()+p.err.String(), cmd.name) {
				t.Errorf("%v doesn't list %s", args, cmd.name)
			}
		}
	}
}

func TestEveryCommandExplainsItself(t *testing.T) {
	p := &program{t: t}
	for _, cmd := range commands() {
		p.want(done, "", append(strings.Fields(cmd.name), "-h")...)
		if !strings.Contains(p.err.String(), cmd.short) {
			t.Errorf("%s -h says: %s", cmd.name, p.err.String())
		}
		p.want(misuse, "", append(strings.Fields(cmd.name), "-frob")...)
		p.want(misuse, "", append(strings.Fields(cmd.name), "too", "many", "words")...)
	}
}

func TestFaultsOfTheConfigurationAreNamedAtOnce(t *testing.T) {
	p := newProgram(t)
	p.env["CURRENCY"], p.env["LISTEN"] = "EURO", "nowhere"
	p.want(misuse, "", "doctor")
	if !strings.Contains(p.err.String(), "CURRENCY") || !strings.Contains(p.err.String(), "LISTEN") {
		t.Errorf("it says: %s", p.err.String())
	}
}

func TestAKeyIsPrintedOnceAndStaffAreAddedOnce(t *testing.T) {
	p := newProgram(t)
	p.want(done, "", "key", "add", "web shop")
	if !strings.HasPrefix(p.out.String(), "fk_") {
		t.Errorf("the key is %q", p.out.String())
	}
	p.want(done, "", "staff", "add", "owner@example.com")
	if !strings.Contains(p.out.String(), "password") {
		t.Errorf("it says: %s", p.out.String())
	}
	p.want(failed, "", "staff", "add", "Owner@Example.com")
	p.want(done, "nine long horses\n", "staff", "add", "-role", "clerk", "-password-stdin", "clerk@example.com")
	if strings.Contains(p.out.String(), "nine") {
		t.Errorf("it shows a password that was typed: %s", p.out.String())
	}
	p.want(failed, "12345678\n", "staff", "add", "-password-stdin", "weak@example.com")
	p.want(misuse, "", "staff", "add", "-role", "partner_clerk", "x@example.com")
}

func TestAnAccountIsShutAndOpenedFromTheCommandLine(t *testing.T) {
	p := newProgram(t)
	p.want(done, "", "staff", "add", "owner@example.com")
	for _, step := range []struct{ word, says string }{
		{"reset", "no second step"}, {"disable", "can't sign in"}, {"disable", "already"}, {"enable", "may sign in"}, {"enable", "not shut out"}, {"link", "/admin/password/"},
	} {
		p.want(done, "", "staff", step.word, "Owner@example.com")
		if !strings.Contains(p.out.String(), step.says) {
			t.Errorf("staff %s says: %s", step.word, p.out.String())
		}
		p.want(failed, "", "staff", step.word, "nobody@example.com")
	}
}

func TestServeRefusesAnUnsafeStartAndSaysEverything(t *testing.T) {
	p := newProgram(t)
	p.env["BASE_URL"], p.env["LOG_LEVEL"], p.env["DATABASE_URL"] = "http://club.example.com", "debug", p.env["DATABASE_OWNER_URL"]
	for _, command := range []string{"serve", "doctor"} {
		p.want(failed, "", command)
		for _, want := range []string{"BASE_URL", "LOG_LEVEL", "superuser"} {
			if !strings.Contains(p.out.String()+p.err.String(), want) {
				t.Errorf("%s doesn't name %s:\n%s%s", command, want, p.out.String(), p.err.String())
			}
		}
	}
}

func TestTheProgrammeOfAFreshDatabaseCanBeChangedAndPublished(t *testing.T) {
	p := newProgram(t)
	p.want(done, "", "migrate", "--currency", "NOK", "--time-zone", "Europe/Oslo", "--club", "Havn Club")
	p.want(done, "", "programme", "show")
	var document map[string]any
	if err := json.Unmarshal(p.out.Bytes(), &document); err != nil {
		t.Fatalf("%v:\n%s", err, p.out.String())
	}
	club, _ := document["club"].(map[string]any)
	if club["currency"] != "NOK" || club["time_zone"] != "Europe/Oslo" || club["name"] != "Havn Club" {
		t.Errorf("the club is %v", club)
	}
	shown := p.out.String()
	p.want(done, "", "migrate", "--currency", "EUR")
	p.want(done, strings.Replace(shown, "Havn Club", "Havn Circle", 1), "programme", "publish", "-")
	p.want(done, "", "programme", "show")
	if !strings.Contains(p.out.String(), "Havn Circle") || !strings.Contains(p.out.String(), "NOK") {
		t.Errorf("it shows: %s", p.out.String())
	}
	p.want(failed, `{"format": 1}`, "programme", "publish", "-")
}

func TestServeAnswersUntilItIsToldToStop(t *testing.T) {
	p := newProgram(t)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan int, 1)
	go func() { ended <- p.run(ctx, "", "serve") }()
	address := "http://" + p.env["LISTEN"] + "/readyz"
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		answer, err := http.Get(address)
		if err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				break
			}
		}
		if time.Now().After(deadline) {
			t.Fatalf("it isn't ready: %v", err)
		}
	}
	stop()
	select {
	case code := <-ended:
		if code != done {
			t.Errorf("it ends with %d: %s", code, p.err.String())
		}
	case <-time.After(20 * time.Second):
		t.Error("it doesn't stop")
	}
}

func TestATakenPortIsSaidAtOnce(t *testing.T) {
	p := newProgram(t)
	l, err := net.Listen("tcp", p.env["LISTEN"])
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	p.want(failed, "", "serve")
	if !strings.Contains(p.err.String(), syscall.EADDRINUSE.Error()) {
		t.Errorf("it says: %s", p.err.String())
	}
}

func TestVerifyNamesTheFirstThingWrongAndEndsWithOne(t *testing.T) {
	d := testdb.Open(t)
	p := &program{t: t, env: map[string]string{"DATABASE_URL": testdb.AppURL(t, d), "DATABASE_OWNER_URL": testdb.OwnerURL(t, d), "DATA_DIR": t.TempDir()}}
	p.want(done, "", "verify")
	if !strings.Contains(p.out.String(), "All adds up") {
		t.Errorf("it says: %s", p.out.String())
	}
	_, err := testdb.Owner(t, d).Exec(`INSERT INTO wallets (member_id, wallet, balance) VALUES ('00000000-0000-7000-8000-000000000001', 'points', 7)`)
	if err != nil {
		t.Fatal(err)
	}
	p.want(failed, "", "verify")
	if !strings.Contains(p.err.String(), "00000000-0000-7000-8000-000000000001") {
		t.Errorf("it says: %s", p.err.String())
	}
}

func TestTheDemoShopIsLoadedOnceAndNeverIntoARealShop(t *testing.T) {
	p := newProgram(t)
	p.want(done, "", "demo", "-members", "20")
	p.want(done, "", "demo")
	if !strings.Contains(p.out.String(), "already") {
		t.Errorf("it says: %s", p.out.String())
	}
	p.want(done, "", "verify")
	p.want(done, "", "doctor")
	real := newProgram(t)
	real.want(done, "", "migrate")
	real.want(failed, "", "demo")
}
