package recording

import (
	"maps"

	"github.com/google/uuid"

	"fealty/models/audit"
	"fealty/models/db"
)

// audited is the audit's row of an act that one of the staff did: what they said
// of it, and what it came to. Nobody's act has none.
func audited(tx *db.Tx, act *audit.Act, of audit.Act) ([]db.Write, error) {
	if act == nil {
		return nil, nil
	}
	row := *act
	row.Object, row.ObjectID, row.MemberID = of.Object, of.ObjectID, of.MemberID
	row.Detail = maps.Clone(act.Detail)
	if row.Detail == nil {
		row.Detail = audit.Detail{}
	}
	maps.Copy(row.Detail, of.Detail)
	row, err := audit.Fill(tx, row)
	if err != nil {
		return nil, err
	}
	return []db.Write{audit.Insert(row)}, nil
}

// audited is the row of a purchase; a guest's has no member yet.
func (p *purchase) audited(tx *db.Tx, r Receipt) ([]db.Write, error) {
	total := int64(0)
	for _, l := range p.in.Lines {
		amount, err := l.amount()
		if err != nil {
			return nil, err
		}
		total += int64(amount)
	}
	return audited(tx, p.cmd.Audit, audit.Act{Object: "purchase", ObjectID: uuid.NullUUID{UUID: uuid.UUID(r.ID), Valid: true}, MemberID: r.MemberID,
		Detail: audit.Detail{"reference": r.Reference, "points": int64(r.Points), "amount": total - int64(p.in.Discount) + int64(p.in.Shipping)}})
}

// audited is the row of a return.
func (r *returning) audited(tx *db.Tx, o ReturnReceipt, of audit.Act) ([]db.Write, error) {
	of.Object, of.ObjectID = "return", uuid.NullUUID{UUID: uuid.UUID(o.ID), Valid: true}
	of.Detail = audit.Detail{"reference": o.Reference, "purchase": o.PurchaseReference, "points": -int64(o.Due), "amount": -int64(o.Amount)}
	return audited(tx, r.cmd.Audit, of)
}
