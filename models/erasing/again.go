package erasing

import (
	"context"

	"fealty/models/audit"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
)

// Again erases those whom a restored backup brought back, and tells how many
// there were. Who is not in the backup, or is erased in it, is passed over.
func Again(ctx context.Context, d *db.DB, deps Deps, people []ids.Member) (int, error) {
	erased := 0
	for _, id := range people {
		_, err := Erase(ctx, d, deps, Command{Member: id, Why: Restored, Who: audit.Act{Actor: ledger.BySystem}})
		switch kind := fault.KindOf(err); {
		case err == nil:
			erased++
		case kind != fault.NotFound && kind != fault.Conflict:
			return erased, err
		}
	}
	return erased, nil
}
