package once_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/once"
)

var key = once.Key{Scope: "test:acts", Key: "k-1"}

// act is a flow in small: claim, one effect, finish. It tells the text, whether
// it was refused, and the error.
func act(ctx context.Context, d *db.DB, hash []byte, text string) (got once.Outcome, err error) {
	err = db.InTx(ctx, d, func(tx *db.Tx) error {
		outcome, err := once.Claim(ctx, tx, key, hash)
		if err != nil {
			return err
		}
		if outcome != nil {
			got = *outcome
			return nil
		}
		got = once.Outcome{Text: text}
		effect := db.Write{SQL: `INSERT INTO jobs (id, kind, payload, run_at, created_at)
			VALUES (gen_random_uuid(), 'effect', '{}', $1, $1)`, Args: []any{tx.Now}}
		return tx.Apply(ctx, effect, once.Finish(key, text, false))
	})
	return got, err
}

func effects(t *testing.T, d *db.DB) int {
	t.Helper()
	var n int
	if err := d.Get(t.Context(), &n, `SELECT count(*) FROM jobs`); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestFiftyCallersOfOneKeyGiveOneEffectAndTheSameBytes(t *testing.T) {
	d := testdb.OpenWith(t, db.Options{Connections: 20})
	hash := once.Hash("buy", 3)
	texts := make([]string, 50)
	errs := make([]error, 50)
	var wait sync.WaitGroup
	for i := range texts {
		wait.Go(func() {
			var outcome once.Outcome
			outcome, errs[i] = act(t.Context(), d, hash, fmt.Sprintf("receipt of caller %d", i))
			texts[i] = outcome.Text
		})
	}
	wait.Wait()
	for i := range texts {
		if errs[i] != nil || texts[i] != texts[0] || texts[i] == "" {
			t.Errorf("caller %d got %q, %v; the first got %q", i, texts[i], errs[i], texts[0])
		}
	}
	if n := effects(t, d); n != 1 {
		t.Errorf("%d effects", n)
	}
}

func TestTheSameKeyWithOtherInputIsAMismatch(t *testing.T) {
	d := testdb.Open(t)
	if _, err := act(t.Context(), d, once.Hash("a"), "one"); err != nil {
		t.Fatal(err)
	}
	_, err := act(t.Context(), d, once.Hash("b"), "two")
	if fault.KindOf(err) != fault.Mismatch || !fault.Is(err, "key_reused") {
		t.Errorf("got %v", err)
	}
	if n := effects(t, d); n != 1 {
		t.Errorf("%d effects", n)
	}
}

func TestARolledBackFirstLetsTheNextGoOn(t *testing.T) {
	d := testdb.Open(t)
	hash, claimed, failed := once.Hash("a"), make(chan bool), errors.New("the first fails")
	var wait sync.WaitGroup
	wait.Go(func() {
		err := db.InTx(t.Context(), d, func(tx *db.Tx) error {
			outcome, err := once.Claim(t.Context(), tx, key, hash)
			close(claimed)
			if outcome != nil || err != nil {
				return fmt.Errorf("the first claim got %v, %w", outcome, err)
			}
			time.Sleep(50 * time.Millisecond) // the second waits meanwhile
			return failed
		})
		if !errors.Is(err, failed) {
			t.Error(err)
		}
	})
	<-claimed
	got, err := act(t.Context(), d, hash, "the second")
	wait.Wait()
	if err != nil || got.Text != "the second" || effects(t, d) != 1 {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestARefusalIsKeptLikeAReceipt(t *testing.T) {
	d := testdb.Open(t)
	hash := once.Hash("a")
	err := db.InTx(t.Context(), d, func(tx *db.Tx) error {
		if _, err := once.Claim(t.Context(), tx, key, hash); err != nil {
			return err
		}
		return tx.Apply(t.Context(), once.Finish(key, `{"key":"sold_out"}`, true))
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := act(t.Context(), d, hash, "never")
	if err != nil || !got.Refused || got.Text != `{"key":"sold_out"}` || effects(t, d) != 0 {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestAClaimInOneRoundTripTellsThatTheKeyIsTaken(t *testing.T) {
	d := testdb.Open(t)
	claim := func() error {
		return db.InTx(t.Context(), d, func(tx *db.Tx) error {
			return tx.Apply(t.Context(), once.Insert(once.Kept{Key: key, Input: once.Hash("a"), Text: "{}", At: tx.Now}))
		})
	}
	if err := claim(); err != nil {
		t.Fatal(err)
	}
	if err := claim(); !once.IsTaken(err) {
		t.Errorf("the second claim got %v", err)
	}
}

func TestKeysAreBoundedAndNeverEmpty(t *testing.T) {
	d := testdb.Open(t)
	for _, bad := range []once.Key{{}, {Scope: "s"}, {Scope: "s", Key: string(make([]byte, once.MaxKey+1))}} {
		err := db.InTx(t.Context(), d, func(tx *db.Tx) error {
			_, err := once.Claim(t.Context(), tx, bad, nil)
			return err
		})
		if fault.KindOf(err) != fault.Invalid {
			t.Errorf("a key of %d bytes gave %v", len(bad.Key), err)
		}
	}
}

func TestPruneForgetsKeysOnlyAfterThirtyDays(t *testing.T) {
	d := testdb.Open(t)
	if _, err := act(t.Context(), d, once.Hash("a"), "one"); err != nil {
		t.Fatal(err)
	}
	testdb.Forward(t, d, 30*24*time.Hour)
	if n, err := once.Prune(t.Context(), d); n != 0 || err != nil {
		t.Errorf("after 30 days %d are forgotten, %v", n, err)
	}
	testdb.Forward(t, d, 2*24*time.Hour)
	if n, err := once.Prune(t.Context(), d); n != 1 || err != nil {
		t.Errorf("after 32 days %d are forgotten, %v", n, err)
	}
}

func TestHashesTellPartsAndShapesApart(t *testing.T) {
	seen := map[string]int{}
	for i, hash := range [][]byte{once.Hash("a", "b"), once.Hash("ab"), once.Hash("b", "a"), once.Hash(), once.Hash([]string{"a", "b"}), once.Hash("1"), once.Hash(1)} {
		if before, twice := seen[string(hash)]; twice {
			t.Errorf("inputs %d and %d digest alike", before, i)
		}
		seen[string(hash)] = i
	}
	if first, again := once.Hash("a", 1), once.Hash("a", 1); !bytes.Equal(first, again) {
		t.Error("the same input digests differently")
	}
}
