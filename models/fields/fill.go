package fields

import (
	"context"
	"fmt"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
)

// Filling is values for a member, by key. Prefix stands before the key where a
// fault names one: "field." in a form, "fields." in the API. ByMember lets only
// those fields be filled that members fill in themselves.
type Filling struct {
	Member   ids.Member
	Values   map[string]string
	Prefix   string
	ByMember bool
}

// Check brings the values into their canonical form, without writing. What does
// not fit, or is of no field that may be filled, is fault.Invalid by field.
func Check(ctx context.Context, r db.Reader, f Filling) (Filling, error) {
	if len(f.Values) == 0 {
		return f, nil
	}
	defined, err := List(ctx, r)
	if err != nil {
		return f, err
	}
	known := map[string]Definition{}
	for _, d := range defined {
		if !f.ByMember || d.Access == Edited {
			known[d.Key] = d
		}
	}
	var wrong fault.Fields
	clean := make(map[string]string, len(f.Values))
	for key, value := range f.Values {
		d, there := known[key]
		if !there {
			wrong.Add(f.Prefix+key, "field_unknown")
			continue
		}
		text, err := d.Clean(value)
		if err != nil {
			e := fault.Of(err)
			wrong.Add(f.Prefix+key, e.Key, e.Params)
		}
		clean[key] = text
	}
	f.Values = clean
	return f, wrong.Err()
}

// Fill checks the values and writes them.
func Fill(ctx context.Context, d *db.DB, f Filling) error {
	f, err := Check(ctx, d, f)
	if err != nil || len(f.Values) == 0 {
		return err
	}
	err = db.InTx(ctx, d, func(tx *db.Tx) error { return Put(ctx, tx, f.Member, f.Values) })
	if err != nil {
		return fmt.Errorf("fill a member's fields: %w", err)
	}
	return nil
}
