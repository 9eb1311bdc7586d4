package apptest

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"

	"fealty/models/db"
	"fealty/models/enrolling"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/money"
	"fealty/models/once"
	"fealty/models/recording"
)

// Newcomer is somebody about to join; Invite is the code of who sent them.
type Newcomer struct{ Name, Email, Phone, Language, Invite string }

// Join makes a member with verified contacts and the welcome points.
func (w *World) Join(n Newcomer) (m members.Member) {
	w.Helper()
	contacts := n.contacts()
	deps := enrolling.Deps{Programme: w.Deps.Programme, Keys: w.Deps.Keyring, CodeKey: w.Deps.CodeKey}
	w.write(func(tx *db.Tx) error {
		contacts[0].VerifiedAt = &tx.Now
		joined, err := enrolling.JoinTx(w.Context(), tx, deps, enrolling.Newcomer{Contact: contacts[0], Language: cmp.Or(n.Language, "en"),
			Form: enrolling.Form{FirstName: n.Name, Invite: n.Invite}, Via: members.ViaPortal, Quiet: true})
		if err != nil {
			return err
		}
		m = joined.Member
		for _, c := range contacts[1:] {
			c.MemberID, c.VerifiedAt, c.AddedAt = m.ID, &tx.Now, tx.Now
			if err := tx.Apply(w.Context(), members.InsertContact(c)); err != nil {
				return err
			}
		}
		return nil
	})
	return m
}

func (n Newcomer) contacts() (list []members.Contact) {
	for _, c := range []members.Contact{{Kind: members.Email, Value: n.Email}, {Kind: members.Phone, Value: n.Phone}} {
		if c.Value != "" {
			list = append(list, c)
		}
	}
	return list
}

// Buy records a purchase of goods for whole euros, now by the clock.
func (w *World) Buy(m members.Member, reference string, euros int64) recording.Receipt {
	w.Helper()
	return w.BuyAs(recording.Who{ID: m.ID}, reference, euros)
}

// BuyAs is Buy by whoever is named, a member or not.
func (w *World) BuyAs(who recording.Who, reference string, euros int64) recording.Receipt {
	w.Helper()
	input := recording.Input{Reference: reference, Member: who, Currency: "EUR", Channel: "web", PricesIncludeTax: true,
		Lines: []recording.Line{{SKU: "GOODS", Name: "Coffee", Category: "coffee", Quantity: 1000, UnitPrice: money.Amount(euros * 100)}}}
	receipt, err := recording.Purchase(w.Context(), w.Deps.DB, recording.Deps{Programme: w.Deps.Programme, Keys: w.Deps.Keyring},
		recording.Command{Key: once.Key{Scope: "test", Key: reference}, Actor: ledger.Actor{Kind: ledger.ByAPI}, Input: input})
	if err != nil {
		w.Fatal(err)
	}
	return receipt
}

// FormKey makes an idempotency key as forms hold it, the same for the same text.
func FormKey(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:16])
}
