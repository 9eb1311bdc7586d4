package db

import (
	"context"
	"database/sql/driver"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"

	"fealty/models/fault"
)

func TestWritesOfManyOwnersBecomeOneStatementWithItsOwnNumbers(t *testing.T) {
	query, args := compose([]Write{
		{SQL: "INSERT INTO a VALUES ($1, $2)", Args: []any{1, 2}},
		{SQL: "UPDATE b SET x = $2 WHERE y = $1 OR z = $10", Args: []any{3, 4, 5, 6, 7, 8, 9, 10, 11, 12}},
	})
	want := "WITH w0 AS (INSERT INTO a VALUES ($1, $2)), w1 AS (UPDATE b SET x = $4 WHERE y = $3 OR z = $12) SELECT 1"
	if query != want {
		t.Errorf("composed %q\nwant     %q", query, want)
	}
	if len(args) != 12 {
		t.Errorf("%d arguments, want 12", len(args))
	}
}

func TestALostDatabaseIsUnavailableAndABrokenRuleIsNot(t *testing.T) {
	lost := []error{
		driver.ErrBadConn, context.DeadlineExceeded, &pq.Error{Code: "57P01"}, &pq.Error{Code: "57014"},
		&pq.Error{Code: "53100"}, fmt.Errorf("commit: %w", driver.ErrBadConn),
	}
	for _, err := range lost {
		if got := fault.KindOf(translate(err)); got != fault.Unavailable {
			t.Errorf("%v became kind %d, want Unavailable", err, got)
		}
	}
	for _, err := range []error{&pq.Error{Code: "23505"}, fmt.Errorf("a mistake of ours")} {
		if got := fault.KindOf(translate(err)); got != fault.Internal {
			t.Errorf("%v became kind %d, want Internal", err, got)
		}
	}
}

func TestOnlyAnExplicitRequestOfPostgreSQLIsTriedAgain(t *testing.T) {
	for code, want := range map[pqerror.Code]bool{"40001": true, "40P01": true, "57P01": false, "23505": false} {
		if got := isRetryable(&pq.Error{Code: code}); got != want {
			t.Errorf("%s retried: %t, want %t", code, got, want)
		}
	}
}

func TestIdsAreOrderedByTimeAndMarkedVersion7(t *testing.T) {
	early, err := NewID[struct{}](time.UnixMilli(1_700_000_000_000), strings.NewReader(strings.Repeat("\xff", 10)))
	if err != nil {
		t.Fatal(err)
	}
	late, err := NewID[struct{}](time.UnixMilli(1_700_000_000_001), strings.NewReader(strings.Repeat("\x00", 10)))
	if err != nil {
		t.Fatal(err)
	}
	if early.String() >= late.String() {
		t.Errorf("%s of the earlier instant sorts after %s", early, late)
	}
	if early.String() != "018bcfe5-6800-7fff-bfff-ffffffffffff" {
		t.Errorf("id is %s", early)
	}
}

func TestChanceThatFailsMakesNoID(t *testing.T) {
	if _, err := NewID[struct{}](time.Now(), strings.NewReader("short")); err == nil {
		t.Error("an id was made without ten random bytes")
	}
}

func TestTodayIsTheLocalDateOfTheProgramme(t *testing.T) {
	oslo, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		t.Fatal(err)
	}
	got := Today(time.Date(2026, 6, 30, 22, 30, 0, 0, time.UTC), oslo)
	if want := time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("half past midnight in Oslo is %s, want %s", got, want)
	}
}

func TestTheTimeoutsGoInAsConnectionParametersUnlessAPoolerIsBetween(t *testing.T) {
	direct, err := withTimeouts("postgres://app@/fealty?host=/run/pg&lock_timeout=5")
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"statement_timeout=30000", "lock_timeout=5", "timezone=UTC"} {
		if !strings.Contains(direct, part) {
			t.Errorf("%q lacks %s", direct, part)
		}
	}
	pooled, err := withTimeouts("postgres://app@host/fealty?binary_parameters=yes")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(pooled, "timeout") {
		t.Errorf("a pooler got session parameters: %q", pooled)
	}
	if _, err := withTimeouts("mysql://x"); err == nil {
		t.Error("an address of another database was taken")
	}
}
