package enrolling

import (
	"context"
	"encoding/json"
	"fmt"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/members"
	"fealty/models/sessions"
)

// RequestProof sends a signed-in member a code, so that they can prove to be
// there before an act that a stolen session must not do. A member without a
// contact is fault.Refused "contact_none". The caller has counted the limits.
func RequestProof(ctx context.Context, d *db.DB, deps Deps, m members.Member) (Asked, error) {
	var asked Asked
	err := db.InTx(ctx, d, func(tx *db.Tx) error {
		all, err := members.Contacts(ctx, tx, m.ID)
		if err != nil {
			return err
		}
		contact, ok := forProof(all)
		if !ok {
			return fault.New(fault.Refused, "contact_none")
		}
		asked.Contact = contact
		asked.ID, err = sendProof(ctx, tx, deps, adding{m, contact})
		return err
	})
	if err != nil {
		return Asked{}, fmt.Errorf("send a code that proves: %w", err)
	}
	return asked, nil
}

// forProof is where a code goes: to what is confirmed longest, else to what
// there is. So a contact that somebody has just added proves nothing.
func forProof(all []members.Contact) (best members.Contact, ok bool) {
	for _, c := range all {
		isOlder := best.VerifiedAt == nil || (c.VerifiedAt != nil && c.VerifiedAt.Before(*best.VerifiedAt))
		if !ok || (c.VerifiedAt != nil && isOlder) {
			best, ok = c, true
		}
	}
	return best, ok
}

func sendProof(ctx context.Context, tx *db.Tx, deps Deps, a adding) (ids.SignIn, error) {
	return sendCode(ctx, tx, deps, asked{a, sessions.ForProof, "/me/proof/code?r="})
}

// ConfirmProof uses up the code that a member shows. One that does not fit, or
// is another's, is fault.Invalid "code_wrong" on "code", and the try is counted.
func ConfirmProof(ctx context.Context, d *db.DB, deps Deps, p Proving) error {
	verdict := sessions.Wrong
	err := db.InTx(ctx, d, func(tx *db.Tx) (err error) {
		verdict, err = confirmProof(ctx, tx, deps, p)
		return err
	})
	if err != nil {
		return fmt.Errorf("confirm a proof: %w", err)
	}
	if verdict != sessions.Right {
		var fields fault.Fields
		fields.Add("code", "code_wrong")
		return fields.Err()
	}
	return nil
}

func confirmProof(ctx context.Context, tx *db.Tx, deps Deps, p Proving) (sessions.Verdict, error) {
	request, verdict, err := sessions.TryCode(ctx, tx, deps.CodeKey, p.Proof)
	if err != nil || verdict != sessions.Right {
		return verdict, err
	}
	var form keptFor
	if err := json.Unmarshal(request.Form, &form); err != nil {
		return verdict, fmt.Errorf("read whose proof it is: %w", err)
	}
	if request.Purpose != sessions.ForProof || form.Member != p.Member {
		return sessions.Over, nil
	}
	return verdict, tx.Apply(ctx, sessions.UseCode(request.ID, tx.Now))
}
