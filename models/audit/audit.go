package audit

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"fealty/models/db"
	"fealty/models/ids"
)

// Detail says more about an act in keys, ids and numbers; never names.
type Detail map[string]any

// Value writes JSON.
func (d Detail) Value() (driver.Value, error) {
	if d == nil {
		return "{}", nil
	}
	text, err := json.Marshal(map[string]any(d))
	return string(text), err
}

// Scan reads JSON.
func (d *Detail) Scan(src any) error {
	text, ok := src.([]byte)
	if !ok {
		return fmt.Errorf("scan an audit detail: got %T", src)
	}
	return json.Unmarshal(text, (*map[string]any)(d))
}

// Act is one act of staff, of an API key or of the system.
type Act struct {
	ID       ids.Audit     `db:"id"`
	At       time.Time     `db:"at"`
	Actor    string        `db:"actor"`
	ActorID  uuid.NullUUID `db:"actor_id"`
	Role     string        `db:"role"`
	Action   string        `db:"action"`
	Object   string        `db:"object"`
	ObjectID uuid.NullUUID `db:"object_id"`
	MemberID ids.Member    `db:"member_id"`
	Detail   Detail        `db:"detail"`
	Reason   string        `db:"reason"`
	// Address is the prefix of where the act came from, never the whole.
	Address   string `db:"address"`
	RequestID string `db:"request_id"`
}

// On gives an id of any kind as Act holds it; the zero id is none.
func On[T any](id ids.ID[T]) uuid.NullUUID {
	return uuid.NullUUID{UUID: uuid.UUID(id), Valid: !id.IsZero()}
}

// Fill gives an act its id and the transaction's instant.
func Fill(tx *db.Tx, act Act) (Act, error) {
	var err error
	if act.ID.IsZero() {
		act.ID, err = db.ID[ids.Audit](tx)
	}
	act.At = tx.Now
	return act, err
}
