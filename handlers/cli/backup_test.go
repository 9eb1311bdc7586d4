package cli

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fealty/handlers/erasures"
	"fealty/models/audit"
	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/erasing"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/programme"
)

// emptied points the program to an empty database beside the test's own.
func (p *program) emptied() {
	p.t.Helper()
	owner, err := url.Parse(p.env["DATABASE_OWNER_URL"])
	if err != nil {
		p.t.Fatal(err)
	}
	name := strings.TrimPrefix(owner.Path, "/") + "_restored"
	x := testdb.Owner(p.t, p.d)
	if _, err := x.Exec(`CREATE DATABASE ` + name + ` OWNER fealty_owner`); err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { _, _ = x.Exec(`DROP DATABASE IF EXISTS ` + name + ` WITH (FORCE)`) })
	for _, variable := range []string{"DATABASE_URL", "DATABASE_OWNER_URL"} {
		u, err := url.Parse(p.env[variable])
		if err != nil {
			p.t.Fatal(err)
		}
		u.Path = "/" + name
		p.env[variable] = u.String()
	}
}

func TestABackupIsRestoredWholeAndOnlyIntoAnEmptyDatabase(t *testing.T) {
	p := newProgram(t)
	p.want(done, "", "migrate")
	p.want(done, "", "key", "add", "web shop")
	p.want(done, "", "programme", "show")
	before := p.out.String()
	file := filepath.Join(t.TempDir(), "fealty.dump")
	p.want(done, "", "backup", file)
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 || info.Size() < 1000 {
		t.Fatalf("the backup: %v %v", info, err)
	}
	if p.run(t.Context(), "", "restore", file) != failed || !strings.Contains(p.err.String(), "isn't empty") {
		t.Errorf("a backup was poured over a full database: %s", p.err.String())
	}
	p.emptied()
	p.want(done, "", "restore", file)
	if !strings.Contains(p.out.String(), "All adds up.") {
		t.Error(p.out.String())
	}
	p.want(done, "", "programme", "show")
	if p.out.String() != before {
		t.Errorf("the restored programme differs:\n%s\n%s", p.out.String(), before)
	}
	if p.run(t.Context(), "", "restore", filepath.Join(t.TempDir(), "none")) != failed {
		t.Error("a backup that isn't there was restored")
	}
	p.want(failed, "", "backup", filepath.Join(t.TempDir(), "no such folder", "fealty.dump"))
	if strings.Contains(p.err.String(), "password") && strings.Contains(p.err.String(), "://") {
		t.Errorf("the complaint tells the address: %s", p.err.String())
	}
}

func TestARestoredBackupForgetsWhoWasErasedAfterIt(t *testing.T) {
	p := newProgram(t)
	p.want(done, "", "migrate")
	folder := t.TempDir()
	p.env["DATA_DIR"] = folder
	id := ids.Member{0x7a}
	if err := db.InTx(t.Context(), p.d, func(tx *db.Tx) error {
		m := members.Member{ID: id, Number: "1234567897", FirstName: "Xaviera", Language: "en", InviteCode: "x", JoinedVia: members.ViaAPI, JoinedAt: tx.Now, JoinedOn: tx.Now}
		return tx.Apply(t.Context(), members.Insert(m), ledger.Open(id))
	}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "fealty.dump")
	p.want(done, "", "backup", file)
	if _, err := erasing.Erase(t.Context(), p.d, erasing.Deps{Programme: &programme.Cache{}}, erasing.Command{Member: id, Who: audit.Act{Actor: ledger.ByMember}}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := erasures.Keep(t.Context(), p.d, folder); err != nil {
			t.Fatal(err)
		}
	}
	if text, err := os.ReadFile(filepath.Join(folder, erasures.Name)); err != nil || strings.Count(string(text), id.String()) != 1 {
		t.Fatalf("the list is %q, %v", text, err)
	}
	p.emptied()
	p.want(done, "", "restore", file)
	if !strings.Contains(p.out.String(), "1 of 1 members") || !strings.Contains(p.out.String(), "All adds up.") {
		t.Error(p.out.String())
	}
}
