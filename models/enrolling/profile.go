package enrolling

import (
	"context"
	"fmt"
	"time"

	"fealty/models/consents"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/programme"
)

// Profile is what members say about themselves. Birthday is kept the first time
// only; nil leaves it as it is.
type Profile struct {
	Member    ids.Member
	FirstName string
	Language  string
	Birthday  *time.Time
}

// oldest is how old a member can be, in years.
const oldest = 120

// SaveProfile changes name and language, and sets the birthday once. Bad fields
// are fault.Invalid with "first_name", "language" or "birthday"; a birthday that
// is set already and differs is fault.Refused "birthday_set".
func SaveProfile(ctx context.Context, d *db.DB, v *programme.Version, p Profile) error {
	if err := p.check(v, d.Time()); err != nil {
		return err
	}
	err := db.InTx(ctx, d, func(tx *db.Tx) error { return saveProfile(ctx, tx, p) })
	if err != nil {
		return fmt.Errorf("save a profile: %w", err)
	}
	return nil
}

func (p *Profile) check(v *programme.Version, now time.Time) error {
	var fields fault.Fields
	name, err := cleanName(p.FirstName, false)
	if err != nil {
		fields.Add("first_name", "name_invalid")
	}
	p.FirstName = name
	if LanguageOf(v, p.Language) != p.Language {
		fields.Add("language", "field.choice")
	}
	today := v.Today(now)
	if p.Birthday != nil && (p.Birthday.After(today) || p.Birthday.Before(today.AddDate(-oldest, 0, 0))) {
		fields.Add("birthday", "birthday_invalid")
	}
	return fields.Err()
}

func saveProfile(ctx context.Context, tx *db.Tx, p Profile) error {
	// The wallets' lock puts two changes of one member in order.
	if _, err := ledger.Lock(ctx, tx, p.Member); err != nil {
		return err
	}
	m, err := members.Find(ctx, tx, p.Member)
	if err != nil {
		return err
	}
	if p.Birthday != nil && m.Birthday != nil && !m.Birthday.Equal(*p.Birthday) {
		return fault.New(fault.Refused, "birthday_set")
	}
	m.FirstName, m.Language = p.FirstName, p.Language
	if p.Birthday != nil {
		m.Birthday = p.Birthday
	}
	return tx.Apply(ctx, members.Update(m))
}

// Choosing is what a member agrees to from now on.
type Choosing struct {
	Member  ids.Member
	Choices []consents.Choice
	Wording string
}

// Choose keeps a member's answers about consents; those that repeat what holds
// leave nothing.
func Choose(ctx context.Context, d *db.DB, c Choosing) error {
	err := db.InTx(ctx, d, func(tx *db.Tx) error {
		if _, err := ledger.Lock(ctx, tx, c.Member); err != nil {
			return err
		}
		return consents.Record(ctx, tx, c.Member, c.Choices, consents.Origin{Source: "me", Wording: c.Wording})
	})
	if err != nil {
		return fmt.Errorf("choose consents: %w", err)
	}
	return nil
}
