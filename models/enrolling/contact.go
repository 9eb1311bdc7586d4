package enrolling

import (
	"context"
	"encoding/json"
	"fmt"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/members"
	"fealty/models/messages"
	"fealty/models/sessions"
)

// MaxContacts is how many contacts one member may have.
const MaxContacts = 5

// Adding is a signed-in member who says that a contact is theirs too.
type Adding struct {
	Member  members.Member
	Contact string
}

// keptFor is what stands beside a code that proves another contact.
type keptFor struct {
	Member ids.Member `json:"member"`
}

// RequestContact sends a code to a contact that a member wants to add; whether
// somebody has it already shows only to who holds the code. A bad one is
// fault.Invalid on "contact". The caller has counted the limits.
func RequestContact(ctx context.Context, d *db.DB, deps Deps, a Adding) (Asked, error) {
	version, err := deps.Programme.InForce(ctx, d)
	if err != nil {
		return Asked{}, err
	}
	contact, err := members.NormaliseContact(a.Contact, version.Document.Club.Country)
	if err != nil {
		var fields fault.Fields
		fields.Add("contact", "contact_invalid")
		return Asked{}, fields.Err()
	}
	asked := Asked{Contact: contact}
	err = db.InTx(ctx, d, func(tx *db.Tx) (err error) {
		asked.ID, err = sendContactCode(ctx, tx, deps, adding{a.Member, contact})
		return err
	})
	if err != nil {
		return Asked{}, fmt.Errorf("send a contact's code: %w", err)
	}
	return asked, nil
}

type adding struct {
	member  members.Member
	contact members.Contact
}

func sendContactCode(ctx context.Context, tx *db.Tx, deps Deps, a adding) (ids.SignIn, error) {
	return sendCode(ctx, tx, deps, asked{a, sessions.ForContact, "/me/contacts/code?r="})
}

// asked is a code for a member: what it is for, and where it is typed.
type asked struct {
	adding
	purpose string
	path    string
}

func sendCode(ctx context.Context, tx *db.Tx, deps Deps, a asked) (ids.SignIn, error) {
	form, err := json.Marshal(keptFor{a.member.ID})
	if err != nil {
		return ids.SignIn{}, fmt.Errorf("keep whose code it is: %w", err)
	}
	code, err := sessions.NewCode(ctx, tx, deps.CodeKey, sessions.Request{
		Purpose: a.purpose, Kind: a.contact.Kind, Contact: a.contact.Value, Form: form,
	})
	if err != nil {
		return ids.SignIn{}, err
	}
	return code.ID, tx.Apply(ctx, messages.Insert(messages.Message{
		ID: codeMessage(code.ID), MemberID: a.member.ID, Channel: channelOf(a.contact), Recipient: a.contact.Value,
		Template: messages.SigninCode, Language: a.member.Language, CreatedAt: tx.Now,
		Params: messages.Params{"code": code.Digits, "link": a.path + code.ID.String()},
	}))
}

// ConfirmContact adds the contact whose code the member shows, and records what
// was bought under it before. A proof that does not fit is fault.Invalid
// "code_wrong" on "code"; a contact of somebody else's is fault.Refused
// "contact_taken".
func ConfirmContact(ctx context.Context, d *db.DB, deps Deps, p Proving) error {
	verdict := sessions.Wrong
	err := db.InTx(ctx, d, func(tx *db.Tx) (err error) {
		verdict, err = confirmContact(ctx, tx, deps, p)
		return err
	})
	if err != nil {
		return fmt.Errorf("confirm another contact: %w", err)
	}
	if verdict != sessions.Right {
		var fields fault.Fields
		fields.Add("code", "code_wrong")
		return fields.Err()
	}
	return nil
}

// Proving is a member who shows that a contact is theirs.
type Proving struct {
	Member ids.Member
	Proof  sessions.Proof
}

func confirmContact(ctx context.Context, tx *db.Tx, deps Deps, p Proving) (sessions.Verdict, error) {
	request, verdict, err := sessions.TryCode(ctx, tx, deps.CodeKey, p.Proof)
	if err != nil || verdict != sessions.Right {
		return verdict, err
	}
	var form keptFor
	if err := json.Unmarshal(request.Form, &form); err != nil {
		return verdict, fmt.Errorf("read whose contact it is: %w", err)
	}
	if request.Purpose != sessions.ForContact || form.Member != p.Member {
		return sessions.Over, nil
	}
	contact := members.Contact{Kind: request.Kind, Value: request.Contact, MemberID: p.Member, VerifiedAt: &tx.Now, AddedAt: tx.Now}
	if err := takeContact(ctx, tx, contact); err != nil {
		return verdict, err
	}
	if _, err := claimGuests(ctx, tx, deps, contact); err != nil {
		return verdict, err
	}
	return verdict, tx.Apply(ctx, sessions.UseCode(request.ID, tx.Now))
}

func takeContact(ctx context.Context, tx *db.Tx, contact members.Contact) error {
	have, err := members.Contacts(ctx, tx, contact.MemberID)
	if err != nil {
		return err
	}
	if len(have) >= MaxContacts {
		return fault.New(fault.Refused, "contacts_many", fault.Params{"Max": MaxContacts})
	}
	owner, err := members.ClaimContact(ctx, tx, contact)
	if err != nil {
		return err
	}
	if owner != contact.MemberID {
		return fault.New(fault.Refused, "contact_taken")
	}
	// One that the shop wrote down and nobody had proved is theirs from now on.
	_, err = members.Verify(ctx, tx, contact)
	return err
}
