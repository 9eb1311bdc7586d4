package ledger

import (
	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/ids"
)

// ReleaseAll gives free what is held back of members' points and credit. Lock
// them first.
func ReleaseAll(members ...ids.Member) db.Write {
	return db.Write{SQL: `UPDATE holds SET state = 'released' WHERE member_id = ANY($1) AND state = 'open'`,
		Args: []any{pq.StringArray(texts(members))}}
}

// TakeAll is a posting's Takes of everything that is left in a wallet, whether it
// can be spent or not. The lots must be loaded.
func (h *Held) TakeAll(m ids.Member, w Wallet) []Take {
	var takes []Take
	for _, l := range h.Lots(m, w) {
		if l.Remaining > 0 {
			takes = append(takes, Take{Lot: l.Seq, Amount: l.Remaining})
		}
	}
	return takes
}
