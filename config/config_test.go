package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func env(pairs ...string) func(string) string {
	m := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return func(name string) string { return m[name] }
}

func TestTheDefaultsAreEnoughToStart(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "var")
	c, err := Load(env("DATA_DIR", dir))
	if err != nil {
		t.Fatal(err)
	}
	if c.Listen != "127.0.0.1:3000" || c.URL("/home") != "http://localhost:3000/home" || c.IsHTTPS() || !c.IsLoopback() {
		t.Errorf("the defaults are %+v", c)
	}
	if c.Club.Currency != "EUR" || c.Club.Zone.String() != "UTC" || c.Club.Language != "en" {
		t.Errorf("the club begins as %+v", c.Club)
	}
	info, err := os.Stat(filepath.Join(dir, "secret"))
	if err != nil || info.Mode() != 0o600 || info.Size() != secretBytes {
		t.Errorf("the secret is %v, %v", info, err)
	}
}

func TestEveryFaultIsNamedAtOnce(t *testing.T) {
	wrong := map[string]string{
		"LISTEN": "3000", "BASE_URL": "example.com", "DATABASE_URL": "mysql://x", "DATABASE_OWNER_URL": "postgres://host",
		"SECRET": "short", "SMTP_URL": "mail.example.com", "MAIL_FROM": "nobody", "METRICS_TOKEN": "short",
		"TRUSTED_PROXIES": "10.0.0.0/8,proxy", "LOG_LEVEL": "loud", "CLUB_NAME": strings.Repeat("x", 61),
		"CLUB_LANGUAGE": "de", "CURRENCY": "EURO", "TIME_ZONE": "Oslo",
	}
	_, err := Load(func(name string) string { return wrong[name] })
	if err == nil {
		t.Fatal("a configuration full of faults is taken")
	}
	for name := range wrong {
		if !strings.Contains(err.Error(), "\n"+name+": ") {
			t.Errorf("the fault in %s isn't named in:\n%v", name, err)
		}
	}
}

func TestAFaultInAnAddressDoesNotShowItsPassword(t *testing.T) {
	_, err := Load(env("DATABASE_URL", "postgres://u:hunter2@host:port/x", "SMTP_URL", "http://u:hunter2@host"))
	if err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("the message is: %v", err)
	}
}

func TestSecretsAreNeverPrinted(t *testing.T) {
	var out bytes.Buffer
	s := struct{ S Secret }{"hunter2"}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		_, _ = fmt.Fprintf(&out, verb+" "+verb+"\n", s, s.S)
	}
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "s", s.S, "struct", s)
	if err := json.NewEncoder(&out).Encode(s); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "hunter2") || strings.Contains(out.String(), "68756e74657232") {
		t.Errorf("a secret is shown in:\n%s", out.String())
	}
	if s.S.Reveal() != "hunter2" {
		t.Error("Reveal hides the secret too")
	}
}

func TestKeysDifferByPurposeAndStayTheSame(t *testing.T) {
	dir := t.TempDir()
	load := func() *Config {
		c, err := Load(env("DATA_DIR", dir))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	a, b := load(), load()
	if !bytes.Equal(a.Key("csrf"), b.Key("csrf")) {
		t.Error("a restart changes the keys")
	}
	if bytes.Equal(a.Key("csrf"), a.Key("sessions")) {
		t.Error("two purposes share a key")
	}
	other, err := Load(env("SECRET", strings.Repeat("s", 32)))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(a.Key("csrf"), other.Key("csrf")) {
		t.Error("another secret gives the same key")
	}
}

func TestOnlyThisMachineIsLoopback(t *testing.T) {
	for address, want := range map[string]bool{
		"http://localhost:3000": true, "http://127.0.0.1": true, "http://[::1]:3000": true, "http://x.localhost": true,
		"https://club.example.com": false, "http://localhost.example.com": false, "http://10.0.0.1": false,
	} {
		c, err := Load(env("BASE_URL", address, "SECRET", strings.Repeat("s", 32)))
		if err != nil {
			t.Fatal(err)
		}
		if c.IsLoopback() != want {
			t.Errorf("%s is loopback: %v", address, !want)
		}
	}
}

func TestTheReadmeListsEverySetting(t *testing.T) {
	text, err := os.ReadFile("../README.md")
	if os.IsNotExist(err) {
		t.Skip("there is no README yet")
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range Fields() {
		if !strings.Contains(string(text), "`"+f.Name+"`") {
			t.Errorf("README.md doesn't name `%s`: add it to the table of settings: %s (default %q)", f.Name, f.Meaning, f.Default)
		}
	}
}
