package enrolling

import (
	"context"
	"encoding/json"
	"fmt"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/members"
	"fealty/models/sessions"
)

// Confirmation shows a code or the token of a link. Form is filled in when the
// page asked for what was missing; what it says stands before what was said when
// the code was asked for.
type Confirmation struct {
	Proof sessions.Proof
	Form
}

// Confirmed is who has shown that the contact is theirs.
type Confirmed struct {
	Member members.Member
	// IsNew tells that they joined with this act; Points what they start with.
	IsNew  bool
	Points int64
	// Claimed is how many earlier purchases of theirs were recorded with it.
	Claimed int
	// NeedsName tells that nobody has the contact and no name is known: nothing
	// has happened, and the same proof with a name joins.
	NeedsName bool
	Contact   members.Contact
}

// Confirm uses up a code or link and answers the member, who joins with it when
// nobody had the contact. A proof that does not fit, or no more, is
// fault.Invalid "code_wrong" on the field "code", and the try is counted.
func Confirm(ctx context.Context, d *db.DB, deps Deps, c Confirmation) (Confirmed, error) {
	var err error
	if c.FirstName, err = cleanName(c.FirstName, true); err != nil || !areKnown(c.Consents) {
		return Confirmed{}, badForm(err)
	}
	var done Confirmed
	verdict := sessions.Wrong
	err = db.InTx(ctx, d, func(tx *db.Tx) (err error) {
		done, verdict, err = confirm(ctx, tx, deps, c)
		return err
	})
	if err != nil {
		return Confirmed{}, fmt.Errorf("confirm a contact: %w", err)
	}
	if verdict != sessions.Right {
		var fields fault.Fields
		fields.Add("code", "code_wrong")
		return Confirmed{}, fields.Err()
	}
	return done, nil
}

func badForm(name error) error {
	var fields fault.Fields
	if name != nil {
		fields.Add("first_name", "name_invalid")
	} else {
		fields.Add("consents", "consent_unknown")
	}
	return fields.Err()
}

// A verdict that is not Right commits too: it has counted a try.
func confirm(ctx context.Context, tx *db.Tx, deps Deps, c Confirmation) (Confirmed, sessions.Verdict, error) {
	request, verdict, err := sessions.TryCode(ctx, tx, deps.CodeKey, c.Proof)
	if err != nil || verdict != sessions.Right {
		return Confirmed{}, verdict, err
	}
	if request.Purpose != sessions.ForSignIn {
		return Confirmed{}, sessions.Over, nil
	}
	var form kept
	if err := json.Unmarshal(request.Form, &form); err != nil {
		return Confirmed{}, verdict, fmt.Errorf("read the form of a code: %w", err)
	}
	n := Newcomer{Contact: members.Contact{Kind: request.Kind, Value: request.Contact, VerifiedAt: &tx.Now},
		Language: form.Language, Form: form.with(c.Form), Via: members.ViaPortal}
	done, err := settle(ctx, tx, deps, n)
	if err != nil || done.NeedsName {
		return done, verdict, err
	}
	return done, verdict, tx.Apply(ctx, sessions.UseCode(request.ID, tx.Now))
}

// settle finds the member who has a contact that was just proved, or makes one.
func settle(ctx context.Context, tx *db.Tx, deps Deps, n Newcomer) (Confirmed, error) {
	if n.FirstName == "" {
		if _, err := members.FindByContact(ctx, tx, n.Contact); fault.KindOf(err) == fault.NotFound {
			return Confirmed{NeedsName: true, Contact: n.Contact}, nil
		} else if err != nil {
			return Confirmed{}, err
		}
	}
	joined, err := JoinTx(ctx, tx, deps, n)
	if err != nil {
		return Confirmed{}, err
	}
	return Confirmed{Member: joined.Member, IsNew: joined.IsNew, Points: int64(joined.Points), Claimed: joined.Claimed, Contact: n.Contact}, nil
}

// with lays a later form over an earlier one.
func (f Form) with(later Form) Form {
	if later.FirstName != "" {
		f.FirstName = later.FirstName
	}
	if later.Consents != nil {
		f.Consents, f.Wording = later.Consents, later.Wording
	}
	if later.Invite != "" {
		f.Invite = later.Invite
	}
	f.Trace = later.Trace
	return f
}
