package apikeys_test

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fealty/models/apikeys"
	"fealty/models/db/testdb"
	"fealty/models/fault"
)

func TestAKeyOpensUntilItIsRevokedAndIsNotInTheTable(t *testing.T) {
	d := testdb.Open(t)
	plain, key, err := apikeys.Create(t.Context(), d, " Web shop ")
	if err != nil || !strings.HasPrefix(plain, "fk_") || len(plain) != 46 || key.Name != "Web shop" {
		t.Fatalf("made %d characters, %+v, %v", len(plain), key, err)
	}
	found, err := apikeys.NewFinder(d).Find(t.Context(), plain)
	if err != nil || found.ID != key.ID {
		t.Errorf("found %+v, %v", found, err)
	}
	var n int
	if err := d.Get(t.Context(), &n, `SELECT count(*) FROM api_keys WHERE api_keys::text LIKE '%' || $1 || '%'`, plain); err != nil || n != 0 {
		t.Errorf("%d rows hold the key, %v", n, err)
	}
	for _, wrong := range []string{"", "fk_", plain + "x", plain[:45], strings.ToUpper(plain), strings.Repeat("fk_", 1000)} {
		if _, err := apikeys.NewFinder(d).Find(t.Context(), wrong); fault.KindOf(err) != fault.Unauthenticated {
			t.Errorf("%.10s opens: %v", wrong, err)
		}
	}
	if err := apikeys.Revoke(t.Context(), d, key.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := apikeys.NewFinder(d).Find(t.Context(), plain); !fault.Is(err, "key_unknown") {
		t.Errorf("a revoked key: %v", err)
	}
}

func TestTheDayOfTheLatestUseIsNoted(t *testing.T) {
	d := testdb.Open(t)
	plain, key, err := apikeys.Create(t.Context(), d, "Till")
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := apikeys.NoteUse(t.Context(), d, key); err != nil {
			t.Fatal(err)
		}
		if key, err = apikeys.NewFinder(d).Find(t.Context(), plain); err != nil {
			t.Fatal(err)
		}
		if want := testdb.Start.Truncate(24 * time.Hour); key.UsedOn == nil || !key.UsedOn.Equal(want) {
			t.Errorf("used on %v", key.UsedOn)
		}
	}
	if list, err := apikeys.List(t.Context(), d); err != nil || len(list) != 1 {
		t.Errorf("listed %+v, %v", list, err)
	}
	if _, _, err := apikeys.Create(t.Context(), d, strings.Repeat("x", 81)); !fault.Is(err, "name_invalid") {
		t.Errorf("a long name: %v", err)
	}
}

func TestManyWhoAskAtOnceAreEachAnsweredForTheirOwnKey(t *testing.T) {
	d := testdb.Open(t)
	finder := apikeys.NewFinder(d)
	var wait sync.WaitGroup
	for range 8 {
		plain, key, err := apikeys.Create(t.Context(), d, "Till")
		if err != nil {
			t.Fatal(err)
		}
		for range 20 {
			wait.Go(func() {
				if found, err := finder.Find(t.Context(), plain); err != nil || found.ID != key.ID {
					t.Errorf("found %+v, %v", found, err)
				}
				if _, err := finder.Find(t.Context(), plain[:40]); !fault.Is(err, "key_unknown") {
					t.Errorf("half a key opens: %v", err)
				}
			})
		}
	}
	wait.Wait()
}

// A key that is revoked while others ask is refused from the next question on.
func TestNoAnswerIsOlderThanItsQuestion(t *testing.T) {
	d := testdb.Open(t)
	finder := apikeys.NewFinder(d)
	plain, key, err := apikeys.Create(t.Context(), d, "Till")
	if err != nil {
		t.Fatal(err)
	}
	var isRevoked atomic.Bool
	var wait sync.WaitGroup
	for range 16 {
		wait.Go(func() {
			for range 50 {
				wasRevoked := isRevoked.Load()
				if _, err := finder.Find(t.Context(), plain); wasRevoked && err == nil {
					t.Error("a revoked key opened")
				}
			}
		})
	}
	if err := apikeys.Revoke(t.Context(), d, key.ID); err != nil {
		t.Fatal(err)
	}
	isRevoked.Store(true)
	wait.Wait()
}
