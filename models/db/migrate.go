package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"fealty/migrations"
)

// Migrate brings the schema up to date on a direct connection of the owner.
// Any number of instances may start at once: one migrates, the others wait.
func Migrate(ctx context.Context, ownerDSN string) error {
	x, err := sql.Open("postgres", ownerDSN)
	if err != nil {
		return fmt.Errorf("open the owner's connection: %w", err)
	}
	defer func() { _ = x.Close() }()
	provider, err := newProvider(x)
	if err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// ownerRole owns the tables. Nobody signs in as it.
const ownerRole = "fealty_owner"

// AsOwnerRole makes a superuser's address act as fealty_owner, so that what it
// creates belongs to a role that nobody signs in as (R3).
func AsOwnerRole(dsn string) (string, error) {
	u, err := url.Parse(dsn)
	if err != nil {
		return "", errors.New("read the owner's address: it must begin with postgres://")
	}
	q := u.Query()
	q.Set("options", "-c role="+ownerRole)
	u.RawQuery = q.Encode()
	return u.String(), nil
}

// undefinedTable is what an empty database says about the list of migrations.
const undefinedTable = "42P01"

// Pending tells how many migrations the database lacks; readiness asks.
func Pending(ctx context.Context, r Reader) (int, error) {
	names, err := migrations.Files.ReadDir(".")
	if err != nil {
		return 0, fmt.Errorf("list migrations: %w", err)
	}
	var applied int
	err = r.Get(ctx, &applied, `SELECT count(*) FROM goose_db_version WHERE version_id > 0 AND is_applied`)
	if Code(err) == undefinedTable {
		return len(names), nil
	}
	if err != nil {
		return 0, fmt.Errorf("count migrations: %w", err)
	}
	return len(names) - applied, nil
}

func newProvider(x *sql.DB) (*goose.Provider, error) {
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 120))
	if err != nil {
		return nil, fmt.Errorf("make the migration lock: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, x, migrations.Files, goose.WithSessionLocker(locker))
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	return provider, nil
}

// Today is the local date of an instant in a time zone, as a UTC midnight.
func Today(at time.Time, zone *time.Location) time.Time {
	y, m, d := at.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
