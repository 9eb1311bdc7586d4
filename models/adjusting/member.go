package adjusting

import (
	"context"
	"fmt"
	"time"

	"fealty/models/audit"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/fields"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/programme"
	"fealty/models/sessions"
)

// maxContacts is how many contacts staff let one member have.
const maxContacts = 5

// oldest is how old a member can be, in years.
const oldest = 120

// MemberEdit is a member as one of the staff wants them to be. Add is a contact
// as it was typed, or ""; Remove are contacts to be taken away; Fields are
// values of the shop's own fields, by key.
type MemberEdit struct {
	By        Who
	Member    ids.Member
	FirstName string
	Language  string
	Birthday  *time.Time
	Add       string
	Remove    []members.Contact
	Fields    map[string]string
}

// EditMember changes a member. What was before and after each change stands
// beside its line in the audit. Bad fields are fault.Invalid with "first_name",
// "language", "birthday", "contact" or "field.<key>"; a contact of somebody
// else's is fault.Refused contact_taken, the last one contact_last.
func EditMember(ctx context.Context, d *db.DB, v *programme.Version, e MemberEdit) error {
	defined, err := fields.List(ctx, d)
	if err != nil {
		return err
	}
	added, err := e.clean(v, d.Time(), defined)
	if err != nil {
		return err
	}
	err = db.InTx(ctx, d, func(tx *db.Tx) error {
		// The wallets' lock puts two changes of one member in order.
		if _, err := ledger.Lock(ctx, tx, e.Member); err != nil {
			return err
		}
		before, err := members.Find(ctx, tx, e.Member)
		if err != nil {
			return err
		}
		if !before.IsActive() {
			return fault.New(fault.NotFound, "not_found")
		}
		changes := e.compare(before)
		contacts, err := e.contacts(ctx, tx, added)
		if err != nil {
			return err
		}
		values, err := e.values(ctx, tx)
		if err != nil {
			return err
		}
		return e.write(ctx, tx, before, append(append(changes, contacts...), values...))
	})
	if err != nil {
		return fmt.Errorf("edit a member: %w", err)
	}
	return nil
}

// clean brings what was typed into its canonical form.
func (e *MemberEdit) clean(v *programme.Version, now time.Time, defined []fields.Definition) (added *members.Contact, err error) {
	var wrong fault.Fields
	if e.FirstName != "" {
		name, ok := members.CleanName(e.FirstName)
		if !ok {
			wrong.Add("first_name", "name_invalid")
		}
		e.FirstName = name
	}
	if !knows(v, e.Language) {
		wrong.Add("language", "field.choice")
	}
	today := v.Today(now)
	if e.Birthday != nil && (e.Birthday.After(today) || e.Birthday.Before(today.AddDate(-oldest, 0, 0))) {
		wrong.Add("birthday", "birthday_invalid")
	}
	if e.Add != "" {
		contact, err := members.NormaliseContact(e.Add, v.Document.Club.Country)
		if err != nil {
			wrong.Add("contact", "contact_invalid")
		}
		contact.MemberID = e.Member
		added = &contact
	}
	e.Fields = CleanFields(defined, e.Fields, &wrong)
	return added, wrong.Err()
}

func knows(v *programme.Version, language string) bool {
	for _, known := range v.Document.Club.Languages {
		if known == language {
			return true
		}
	}
	return false
}

// CleanFields gives values of fields their canonical form; one that does not fit,
// or is of no field, is noted under "field.<key>".
func CleanFields(defined []fields.Definition, values map[string]string, wrong *fault.Fields) map[string]string {
	known := map[string]fields.Definition{}
	for _, d := range defined {
		known[d.Key] = d
	}
	clean := make(map[string]string, len(values))
	for key, value := range values {
		d, there := known[key]
		if !there {
			wrong.Add("field."+key, "field_unknown")
			continue
		}
		text, err := d.Clean(value)
		if err != nil {
			f := fault.Of(err)
			wrong.Add("field."+key, f.Key, f.Params)
		}
		clean[key] = text
	}
	return clean
}

func (e MemberEdit) compare(before members.Member) []members.Change {
	var list []members.Change
	note := func(field, from, to string) {
		if from != to {
			list = append(list, members.Change{MemberID: e.Member, Field: field, Before: from, After: to})
		}
	}
	note("first_name", before.FirstName, e.FirstName)
	note("language", before.Language, e.Language)
	note("birthday", dayText(before.Birthday), dayText(e.Birthday))
	return list
}

func dayText(day *time.Time) string {
	if day == nil {
		return ""
	}
	return day.Format(time.DateOnly)
}

// contacts takes contacts away and adds one, not verified, because only who holds
// it can prove that.
func (e MemberEdit) contacts(ctx context.Context, tx *db.Tx, added *members.Contact) ([]members.Change, error) {
	have, err := members.Contacts(ctx, tx, e.Member)
	if err != nil {
		return nil, err
	}
	var list []members.Change
	left := len(have)
	for _, gone := range e.Remove {
		for _, c := range have {
			if c.Kind == gone.Kind && c.Value == gone.Value {
				left--
				list = append(list, members.Change{MemberID: e.Member, Field: "contact " + c.Value, Before: c.Value})
				if err := tx.Apply(ctx, members.RemoveContact(c)); err != nil {
					return nil, err
				}
			}
		}
	}
	switch {
	case added == nil && left == 0 && len(have) > 0:
		return nil, fault.New(fault.Refused, "contact_last")
	case added == nil:
		return list, nil
	case left >= maxContacts:
		return nil, fault.New(fault.Refused, "contacts_many", fault.Params{"Max": maxContacts})
	}
	owner, err := members.ClaimContact(ctx, tx, *added)
	if err != nil {
		return nil, err
	}
	if owner != e.Member {
		return nil, fault.New(fault.Refused, "contact_taken")
	}
	return append(list, members.Change{MemberID: e.Member, Field: "contact " + added.Value, After: added.Value}), nil
}

func (e MemberEdit) values(ctx context.Context, tx *db.Tx) ([]members.Change, error) {
	have, err := fields.Values(ctx, tx, e.Member)
	if err != nil {
		return nil, err
	}
	var list []members.Change
	changed := map[string]string{}
	for key, value := range e.Fields {
		if have[key] != value {
			changed[key] = value
			list = append(list, members.Change{MemberID: e.Member, Field: "field " + key, Before: have[key], After: value})
		}
	}
	if len(changed) == 0 {
		return nil, nil
	}
	return list, fields.Put(ctx, tx, e.Member, changed)
}

func (e MemberEdit) write(ctx context.Context, tx *db.Tx, m members.Member, changes []members.Change) error {
	if len(changes) == 0 {
		return nil
	}
	act := e.By.act("member.edit")
	act.Object, act.ObjectID, act.MemberID = "member", audit.On(e.Member), e.Member
	act.Detail = audit.Detail{"changes": len(changes)}
	act, err := audit.Fill(tx, act)
	if err != nil {
		return err
	}
	m.FirstName, m.Language, m.Birthday = e.FirstName, e.Language, e.Birthday
	writes := []db.Write{audit.Insert(act), members.Update(m)}
	for _, c := range changes {
		c.AuditID = act.ID
		writes = append(writes, members.NoteChange(c))
	}
	return tx.Apply(ctx, writes...)
}

// SignOutMember ends every session of a member, and keeps who did it.
func SignOutMember(ctx context.Context, d *db.DB, by Who, member ids.Member) error {
	return onMember(ctx, d, by.act("member.signout"), member, sessions.EndAllOfMember(member))
}

// NoteExport keeps that one of the staff took everything about a member along.
func NoteExport(ctx context.Context, d *db.DB, by Who, member ids.Member) error {
	return onMember(ctx, d, by.act("member.export"), member)
}

func onMember(ctx context.Context, d *db.DB, act audit.Act, member ids.Member, writes ...db.Write) error {
	err := db.InTx(ctx, d, func(tx *db.Tx) (err error) {
		act.Object, act.ObjectID, act.MemberID, act.Detail = "member", audit.On(member), member, audit.Detail{}
		filled, err := audit.Fill(tx, act)
		if err != nil {
			return err
		}
		return tx.Apply(ctx, append(writes, audit.Insert(filled))...)
	})
	if err != nil {
		return fmt.Errorf("care for a member: %w", err)
	}
	return nil
}

// NoteList keeps that one of the staff took a list of members along.
func NoteList(ctx context.Context, d *db.DB, by Who) error {
	err := db.InTx(ctx, d, func(tx *db.Tx) error {
		act := by.act("members.export")
		act.Object, act.Detail = "members", audit.Detail{}
		return audit.Record(ctx, tx, act)
	})
	if err != nil {
		return fmt.Errorf("keep that a list was taken: %w", err)
	}
	return nil
}
