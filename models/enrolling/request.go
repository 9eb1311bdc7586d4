package enrolling

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"fealty/models/consents"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/members"
	"fealty/models/messages"
	"fealty/models/programme"
	"fealty/models/referrals"
	"fealty/models/sessions"
)

// Ask asks for a code. Only Contact is needed to sign in; to join, FirstName too.
type Ask struct {
	Contact  string
	Language string
	// IsJoining tells that the form asks for a name, so an empty one is a fault.
	IsJoining bool
	Form
}

// Form is what a person says about themselves when joining. It is kept with the
// code until that is used.
type Form struct {
	FirstName string            `json:"first_name"`
	Consents  []consents.Choice `json:"consents,omitempty"`
	// Wording is the key of the text that stood beside the consents.
	Wording string `json:"wording,omitempty"`
	// Invite is the code of who sent them; one that is nobody's does no harm.
	Invite string `json:"invite,omitempty"`
	// Trace is where the person is who shows the code; it is never kept with one.
	Trace referrals.Trace `json:"-"`
}

// Asked is where the code went.
type Asked struct {
	ID      ids.SignIn
	Contact members.Contact
}

// RequestCode sends a code to a contact, whether a member has it or not: the
// same rows, the same answer. Bad fields are fault.Invalid with "contact" or
// "first_name". The caller has counted the limits by address and contact.
func RequestCode(ctx context.Context, d *db.DB, deps Deps, ask Ask) (Asked, error) {
	version, err := deps.Programme.InForce(ctx, d)
	if err != nil {
		return Asked{}, err
	}
	request, err := ask.read(version)
	if err != nil {
		return Asked{}, err
	}
	err = db.InTx(ctx, d, func(tx *db.Tx) error { return request.send(ctx, tx, deps) })
	if err != nil {
		return Asked{}, fmt.Errorf("send a code: %w", err)
	}
	return Asked{ID: request.id, Contact: request.contact}, nil
}

type request struct {
	contact  members.Contact
	language string
	form     kept
	id       ids.SignIn
}

// kept is the form as it stands beside the code.
type kept struct {
	Form
	Language string `json:"language"`
}

func (a Ask) read(v *programme.Version) (*request, error) {
	var fields fault.Fields
	contact, err := members.NormaliseContact(a.Contact, v.Document.Club.Country)
	if err != nil {
		fields.Add("contact", "contact_invalid")
	}
	form, language := a.Form, LanguageOf(v, a.Language)
	if form.FirstName, err = cleanName(form.FirstName, !a.IsJoining); err != nil {
		fields.Add("first_name", "name_invalid")
	}
	if !areKnown(form.Consents) {
		fields.Add("consents", "consent_unknown")
	}
	return &request{contact: contact, language: language, form: kept{form, language}}, fields.Err()
}

// cleanName reads a first name; an empty one only where it may be missing.
func cleanName(name string, mayMiss bool) (string, error) {
	clean, ok := members.CleanName(name)
	if ok || (clean == "" && mayMiss) {
		return clean, nil
	}
	return clean, fault.New(fault.Invalid, "name_invalid")
}

func areKnown(choices []consents.Choice) bool {
	return !slices.ContainsFunc(choices, func(c consents.Choice) bool {
		return !slices.Contains(consents.Purposes[:], c.Purpose)
	})
}

// LanguageOf is the language that a member gets who asks for one: it, when the
// club speaks it, or the club's first.
func LanguageOf(v *programme.Version, language string) string {
	if spoken := v.Document.Club.Languages; !slices.Contains(spoken, language) {
		return spoken[0]
	}
	return language
}

// send looks the member up so that erasing them finds the message; what is
// written is the same without one.
func (r *request) send(ctx context.Context, tx *db.Tx, deps Deps) error {
	member, err := members.FindByContact(ctx, tx, r.contact)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	form, err := json.Marshal(r.form)
	if err != nil {
		return fmt.Errorf("keep the form: %w", err)
	}
	code, err := sessions.NewCode(ctx, tx, deps.CodeKey, sessions.Request{
		Purpose: sessions.ForSignIn, Kind: r.contact.Kind, Contact: r.contact.Value, Form: form,
	})
	if err != nil {
		return err
	}
	r.id = code.ID
	return tx.Apply(ctx, messages.Insert(messages.Message{
		ID: codeMessage(code.ID), MemberID: member.ID, Channel: channelOf(r.contact), Recipient: r.contact.Value,
		Template: messages.SigninCode, Language: r.language, CreatedAt: tx.Now,
		Params: messages.Params{"code": code.Digits, "link": LinkPath(code.ID, code.Token)},
	}))
}

// LinkPath is the address of the page that a mailed link opens; the page asks to
// go on, and only that uses the token up.
func LinkPath(id ids.SignIn, token string) string {
	return "/signin/links/" + id.String() + "/" + token
}

func codeMessage(id ids.SignIn) ids.Message { return messages.ID(messages.SigninCode, id.String(), "") }

// DemoCode reads the digits of a code that is still open, for the demo's page; ""
// when they are gone. Nothing but the demo may call it.
func DemoCode(ctx context.Context, r db.Reader, id ids.SignIn) (string, error) {
	open, err := sessions.FindRequest(ctx, r, id)
	if err != nil || open == nil {
		return "", err
	}
	message, err := messages.Find(ctx, r, codeMessage(id))
	if err != nil || message == nil {
		return "", err
	}
	digits, _ := message.Params["code"].(string)
	return digits, nil
}

func channelOf(c members.Contact) string {
	if c.Kind == members.Phone {
		return messages.SMS
	}
	return messages.Email
}
