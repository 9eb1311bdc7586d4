package redeeming

import (
	"github.com/google/uuid"

	"fealty/models/audit"
	"fealty/models/catalogue"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/programme"
	"fealty/models/vouchers"
)

// Deps are what the flow stands on.
type Deps struct {
	Programme *programme.Cache
	Keys      vouchers.Keyring
}

// Who asks about a voucher or honours it: one of the shop's people (Staff), one
// of a partner's (Staff and Partner), or the shop's system by API (neither).
type Who struct {
	Staff     ids.Staff
	Role      string
	Partner   ids.Partner
	Address   string
	RequestID string
	// Shop is the key of the shop's counter where they stand, and Device the till
	// they stand at, where they do.
	Shop   string
	Device ids.Device
}

// scope keeps the keys of different people apart.
func (w Who) scope(act string) string {
	if w.Staff.IsZero() {
		return "api:" + act
	}
	return "staff:" + w.Staff.String() + ":" + act
}

// act is the audit's row of what somebody did to a voucher.
func (w Who) act(action string, v vouchers.Voucher) audit.Act {
	detail := audit.Detail{"reward": v.RewardID.String()}
	if w.Shop != "" {
		detail["shop"], detail["device"] = w.Shop, w.Device.String()
	}
	return audit.Act{Actor: ledger.ByStaff, ActorID: audit.On(w.Staff), Role: w.Role, Action: action, Object: "voucher",
		ObjectID: audit.On(v.ID), MemberID: v.MemberID, Detail: detail, Address: w.Address, RequestID: w.RequestID}
}

// actor is who moves a member's points: one of the staff for them, or the member.
func (w Who) actor(member ids.Member) ledger.Actor {
	if w.Staff.IsZero() {
		return ledger.Actor{Kind: ledger.ByMember, ID: uuid.UUID(member)}
	}
	return ledger.Actor{Kind: ledger.ByStaff, ID: uuid.UUID(w.Staff)}
}

// languages are a reader's and the club's main one.
func languages(v *programme.Version, wanted string) catalogue.Languages {
	return catalogue.Languages{Wanted: wanted, Main: v.Document.Club.Languages[0]}
}
