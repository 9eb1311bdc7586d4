package adjusting

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"fealty/models/audit"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/fields"
)

// SaveField makes a field of the shop's own, or changes one: its names, choices,
// who sees it, its place and whether it is in use. The kind of one that is there
// stays. Bad ones are fault.Invalid with "key", "kind", "access", "choices" or
// "label.<language>"; a new one under a key that is taken is fault.Refused
// field_taken.
func SaveField(ctx context.Context, d *db.DB, by Who, f fields.Definition, isNew bool) error {
	if err := checkField(f); err != nil {
		return err
	}
	err := db.InTx(ctx, d, func(tx *db.Tx) error {
		old, err := fields.Find(ctx, tx, f.Key)
		switch {
		case err == nil && isNew:
			return fault.New(fault.Refused, "field_taken")
		case err == nil:
			f.Kind = old.Kind
		case fault.KindOf(err) != fault.NotFound || !isNew:
			return err
		}
		if err := roomForField(ctx, tx, isNew); err != nil {
			return err
		}
		if err := fields.Save(ctx, tx, f); err != nil {
			return err
		}
		act := by.act("field.save")
		act.Object, act.Detail = "field", audit.Detail{"key": f.Key, "kind": string(f.Kind), "access": string(f.Access), "archived": f.ArchivedAt != nil}
		return audit.Record(ctx, tx, act)
	})
	if err != nil {
		return fmt.Errorf("save a field: %w", err)
	}
	return nil
}

func roomForField(ctx context.Context, tx *db.Tx, isNew bool) error {
	if !isNew {
		return nil
	}
	there, err := fields.List(ctx, tx)
	if err == nil && len(there) >= fields.MaxFields {
		return fault.New(fault.Refused, "fields_many", fault.Params{"max": fields.MaxFields})
	}
	return err
}

func checkField(f fields.Definition) error {
	var wrong fault.Fields
	if !fields.IsKey(f.Key) {
		wrong.Add("key", "field_key")
	}
	if !slices.Contains(fields.Kinds[:], f.Kind) {
		wrong.Add("kind", "choice")
	}
	if !slices.Contains(fields.Accesses[:], f.Access) {
		wrong.Add("access", "choice")
	}
	if f.Kind == fields.Choice && (len(f.Choices) < 2 || len(f.Choices) > fields.MaxChoices) {
		wrong.Add("choices", "field_choices", fault.Params{"max": fields.MaxChoices})
	}
	for _, name := range f.Texts {
		switch n := utf8.RuneCountInString(strings.TrimSpace(name.Label)); {
		case n == 0:
			wrong.Add("label."+name.Language, "required")
		case n > fields.MaxLabel:
			wrong.Add("label."+name.Language, "too_long", fault.Params{"max": fields.MaxLabel})
		}
	}
	return wrong.Err()
}
