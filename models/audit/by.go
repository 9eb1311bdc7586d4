package audit

import (
	"github.com/google/uuid"

	"fealty/models/ids"
)

// By is who of the staff acts, and from where. Address is the prefix of it only.
type By struct {
	Staff     ids.Staff
	Role      string
	Address   string
	RequestID string
}

// Does is an act of theirs on a thing, to be filled and recorded.
func (b By) Does(action, object string, id uuid.UUID) Act {
	return Act{Actor: "staff", ActorID: On(b.Staff), Role: b.Role, Action: action, Object: object,
		ObjectID: uuid.NullUUID{UUID: id, Valid: true}, Detail: Detail{}, Address: b.Address, RequestID: b.RequestID}
}
