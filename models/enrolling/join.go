package enrolling

import (
	"context"
	"fmt"
	"maps"

	"fealty/models/audit"
	"fealty/models/consents"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/recording"
)

// Newcomer is somebody to be a member. Contact is normalised, and verified when
// they have proved that it is theirs.
type Newcomer struct {
	Contact  members.Contact
	Language string
	Form
	// Via is how they came: one of the Via… of members.
	Via string
	// Greets sends the welcome to a contact that nobody has verified yet: somebody
	// stands at the counter and has just given it.
	Greets bool
	// Quiet tells nobody: for a past that is loaded, not lived.
	Quiet bool
}

// Joined is the member, new or found.
type Joined struct {
	Member members.Member
	IsNew  bool
	// Points are what a new member starts with, the invitation's gift included.
	Points money.Points
	// Claimed is how many earlier purchases were recorded with it.
	Claimed int
}

// Joining asks for a member by a contact, as a shop's own system or till does.
type Joining struct {
	Contact   string
	FirstName string
	Language  string
	Via       string
	// Greets is as in Newcomer.
	Greets bool
	// Audit is what one of the staff did, when one of them did it; its row is
	// written when a member was made.
	Audit *audit.Act
}

// Join makes a member, or answers the one who has the contact. The contact stays
// unverified until its owner first signs in. Bad fields are fault.Invalid with
// "contact" or "first_name", which may be empty.
func Join(ctx context.Context, d *db.DB, deps Deps, j Joining) (Joined, error) {
	version, err := deps.Programme.InForce(ctx, d)
	if err != nil {
		return Joined{}, err
	}
	ask := Ask{Contact: j.Contact, Language: j.Language, Form: Form{FirstName: j.FirstName}}
	request, err := ask.read(version)
	if err != nil {
		return Joined{}, err
	}
	n := Newcomer{Contact: request.contact, Language: request.language, Form: request.form.Form, Via: j.Via, Greets: j.Greets}
	var joined Joined
	err = db.InTx(ctx, d, func(tx *db.Tx) (err error) {
		if joined, err = JoinTx(ctx, tx, deps, n); err != nil || j.Audit == nil || !joined.IsNew {
			return err
		}
		return audit.Record(ctx, tx, joined.audited(*j.Audit))
	})
	if err != nil {
		return Joined{}, fmt.Errorf("join: %w", err)
	}
	return joined, nil
}

// audited completes what one of the staff did.
func (j Joined) audited(act audit.Act) audit.Act {
	detail := maps.Clone(act.Detail)
	if detail == nil {
		detail = audit.Detail{}
	}
	detail["points"] = int64(j.Points)
	act.Object, act.ObjectID, act.MemberID, act.Detail = "member", audit.On(j.Member.ID), j.Member.ID, detail
	return act
}

// JoinTx is Join inside a transaction. A contact is claimed first of all, so that
// of many who come with the same one, one is made and the others find it. A
// verified contact of a member who had not proved it is verified, and what was
// bought under it before is recorded.
func JoinTx(ctx context.Context, tx *db.Tx, deps Deps, n Newcomer) (Joined, error) {
	id, err := db.ID[ids.Member](tx)
	if err != nil {
		return Joined{}, err
	}
	n.Contact.MemberID, n.Contact.AddedAt = id, tx.Now
	owner, err := members.ClaimContact(ctx, tx, n.Contact)
	if err != nil {
		return Joined{}, err
	}
	if owner != id {
		n.Contact.MemberID = owner
		return welcomeBack(ctx, tx, deps, n)
	}
	version, err := deps.Programme.At(ctx, tx, tx.Now)
	if err != nil {
		return Joined{}, err
	}
	return enrol(ctx, tx, deps, enrolment{Newcomer: n, version: version})
}

// welcomeBack answers the member who has the contact.
func welcomeBack(ctx context.Context, tx *db.Tx, deps Deps, n Newcomer) (Joined, error) {
	member, err := members.Find(ctx, tx, n.Contact.MemberID)
	if err != nil {
		return Joined{}, err
	}
	if !member.IsActive() {
		return Joined{}, fault.New(fault.Gone, "not_found")
	}
	joined := Joined{Member: member}
	if !n.Contact.IsVerified() {
		return joined, nil
	}
	isFirst, err := members.Verify(ctx, tx, n.Contact)
	if err != nil || !isFirst {
		return joined, err
	}
	if err := recordConsents(ctx, tx, n); err != nil {
		return Joined{}, err
	}
	joined.Claimed, err = claimGuests(ctx, tx, deps, n.Contact)
	return joined, err
}

// enrolment is a newcomer with the version they join under.
type enrolment struct {
	Newcomer
	version *programme.Version
}

// enrol makes the member: gather, decide, apply, tell; then the purchases from
// before, which need the member's wallets.
func enrol(ctx context.Context, tx *db.Tx, deps Deps, e enrolment) (Joined, error) {
	start, err := e.gather(ctx, tx)
	if err != nil {
		return Joined{}, err
	}
	if err := tx.Apply(ctx, e.writes(start)...); err != nil {
		return Joined{}, fmt.Errorf("enrol a member: %w", err)
	}
	if err := recordConsents(ctx, tx, e.Newcomer); err != nil {
		return Joined{}, err
	}
	joined := Joined{Member: start.member, IsNew: true, Points: start.batch.Sum(ledger.Points)}
	if e.Contact.IsVerified() {
		joined.Claimed, err = claimGuests(ctx, tx, deps, e.Contact)
	}
	return joined, err
}

func recordConsents(ctx context.Context, tx *db.Tx, n Newcomer) error {
	if len(n.Consents) == 0 {
		return nil
	}
	return consents.Record(ctx, tx, n.Contact.MemberID, n.Consents, consents.Origin{Source: "join", Wording: n.Wording})
}

func claimGuests(ctx context.Context, tx *db.Tx, deps Deps, c members.Contact) (int, error) {
	receipts, err := recording.ClaimGuests(ctx, tx, deps.recording(), recording.Claiming{
		Member: c.MemberID, Contact: c, Actor: ledger.Actor{Kind: ledger.BySystem},
	})
	return len(receipts), err
}
