package arranging

import (
	"context"

	"github.com/google/uuid"

	"fealty/models/audit"
	"fealty/models/club"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/pictures"
)

// SetLogo makes an uploaded file the club's mark; nil takes the mark away. A file
// that is no picture we take is a fault of the field "logo".
func SetLogo(ctx context.Context, d *db.DB, cache *club.Cache, act audit.Act, file []byte) error {
	var picture *pictures.Picture
	if file != nil {
		drawn, err := pictures.EncodeWhole(file)
		if err != nil {
			return onField("logo", err)
		}
		picture = &drawn
	}
	err := db.InTx(ctx, d, func(tx *db.Tx) error {
		return changeTx(ctx, tx, act, func(s *club.Settings) error { return hang(ctx, tx, s, picture) })
	})
	cache.Forget()
	return err
}

// hang keeps the picture and takes the one before it away.
func hang(ctx context.Context, tx *db.Tx, s *club.Settings, picture *pictures.Picture) error {
	before := ids.Picture(uuid.UUID(s.Logo))
	s.Logo = club.Logo{}
	if picture != nil {
		id, err := pictures.Insert(ctx, tx, *picture)
		if err != nil {
			return err
		}
		s.Logo = club.Logo(uuid.UUID(id))
	}
	if before.IsZero() {
		return nil
	}
	return pictures.Forget(ctx, tx, before)
}

// onField puts a fault on the field that it is about.
func onField(name string, err error) error {
	e := fault.Of(err)
	if e.Kind != fault.Invalid {
		return err
	}
	var wrong fault.Fields
	wrong.Add(name, e.Key, e.Params)
	return wrong.Err()
}
