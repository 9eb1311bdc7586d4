package publishing

import (
	"context"
	"encoding/hex"
	"slices"
	"time"

	"github.com/google/uuid"

	"fealty/models/audit"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/programme"
	"fealty/models/tiers"
)

// Command asks to publish a document.
type Command struct {
	// Document is the programme as JSON.
	Document []byte
	// StartsAt is when it comes into force; the zero time is at once.
	StartsAt time.Time
	// By is the kind of actor who publishes: staff, cli, system.
	By string
	// Note says why, for the list of versions.
	Note string
	// The rest says who it is and from where, as the audit keeps it.
	ActorID   uuid.NullUUID
	Role      string
	Address   string
	RequestID string
}

// by names the actor by kind and id, never by name.
func (c Command) by() string {
	if c.ActorID.Valid {
		return c.By + " " + c.ActorID.UUID.String()
	}
	return c.By
}

// Publish checks a document and makes it the next version. Faults of the document
// come all at once as fault.Invalid by path; a version published meanwhile is
// fault.Conflict "programme_meanwhile".
func Publish(ctx context.Context, d *db.DB, cache *programme.Cache, cmd Command) (*programme.Version, error) {
	doc, err := programme.Parse(cmd.Document)
	if err != nil {
		return nil, err
	}
	if err := doc.Check(); err != nil {
		return nil, err
	}
	var version *programme.Version
	err = db.InTx(ctx, d, func(tx *db.Tx) (err error) {
		version, err = publishTx(ctx, tx, doc, cmd)
		return err
	})
	if db.Violated(err, "programme_versions_pkey") {
		return nil, fault.Wrap(fault.Conflict, "programme_meanwhile", err)
	}
	cache.Forget()
	if err != nil {
		return nil, err
	}
	return version, nil
}

// publishTx walks the steps of a flow; the version's number is its claim.
func publishTx(ctx context.Context, tx *db.Tx, doc programme.Document, cmd Command) (*programme.Version, error) {
	facts, err := gather(ctx, tx)
	if err != nil {
		return nil, err
	}
	startsAt := cmd.StartsAt.UTC().Truncate(time.Microsecond)
	if cmd.StartsAt.IsZero() {
		startsAt = tx.Now
	}
	if err := facts.allow(doc, startsAt, tx.Now); err != nil {
		return nil, err
	}
	cmd.StartsAt = startsAt
	return write(ctx, tx, doc, facts.number+1, cmd)
}

// facts are what is already published and in use.
type facts struct {
	number   int
	startsAt time.Time
	currency string
	tiers    []string
}

func gather(ctx context.Context, tx *db.Tx) (facts, error) {
	published, err := programme.List(ctx, tx)
	if err != nil || len(published) == 0 {
		return facts{}, err
	}
	newest := published[0]
	version, err := new(programme.Cache).Number(ctx, tx, newest.Number)
	if err != nil {
		return facts{}, err
	}
	inUse, err := tiers.InUse(ctx, tx)
	return facts{number: newest.Number, startsAt: newest.StartsAt, currency: version.Currency().Code, tiers: inUse}, err
}

// allow refuses what would break what is already counted: a start in the past or
// before a version that waits, another currency, a tier less that has members.
func (f facts) allow(doc programme.Document, startsAt, now time.Time) error {
	var faults fault.Fields
	if startsAt.Before(now) {
		faults.Add("starts_at", "programme_starts_past")
	}
	if startsAt.Before(f.startsAt) {
		faults.Add("starts_at", "programme_starts_before")
	}
	if f.currency != "" && f.currency != doc.Club.Currency {
		faults.Add("club.currency", "programme_currency_fixed", fault.Params{"Value": f.currency})
	}
	missing := slices.IndexFunc(f.tiers, func(key string) bool { return doc.Tiers.Rank(key) < 0 })
	if missing >= 0 {
		faults.Add("tiers.steps", "programme_tier_in_use", fault.Params{"Value": f.tiers[missing]})
	}
	return faults.Err()
}

func write(ctx context.Context, tx *db.Tx, doc programme.Document, number int, cmd Command) (*programme.Version, error) {
	text, err := doc.Canonical()
	if err != nil {
		return nil, err
	}
	hash, err := doc.Hash()
	if err != nil {
		return nil, err
	}
	act, err := audit.Fill(tx, audit.Act{
		Actor: cmd.By, ActorID: cmd.ActorID, Role: cmd.Role, Action: "programme.publish", Object: "programme",
		Detail: audit.Detail{"version": number, "starts_at": cmd.StartsAt, "sha256": hex.EncodeToString(hash)},
		Reason: cmd.Note, Address: cmd.Address, RequestID: cmd.RequestID,
	})
	if err != nil {
		return nil, err
	}
	row := programme.Published{Number: number, StartsAt: cmd.StartsAt, PublishedAt: tx.Now, By: cmd.by(), Note: cmd.Note}
	if err := tx.Apply(ctx, programme.Insert(row, text), audit.Insert(act)); err != nil {
		return nil, err
	}
	return programme.NewVersion(number, cmd.StartsAt, doc)
}
