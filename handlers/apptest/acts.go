package apptest

import (
	"crypto/sha256"
	"encoding/hex"

	"fealty/models/db"
	"fealty/models/earning"
	"fealty/models/ids"
	"fealty/models/inviting"
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
	w.write(func(tx *db.Tx) (err error) {
		m, err = w.join(tx, n)
		return err
	})
	return m
}

func (w *World) join(tx *db.Tx, n Newcomer) (m members.Member, err error) {
	minted, err := members.Mint(w.Context(), tx, 1)
	if err != nil {
		return m, err
	}
	today := w.Version.Today(tx.Now)
	m = members.Member{Number: minted[0].Number, InviteCode: minted[0].InviteCode, FirstName: n.Name, Language: n.Language,
		State: members.Active, JoinedVia: members.ViaPortal, JoinedAt: tx.Now, JoinedOn: today}
	if m.Language == "" {
		m.Language = "en"
	}
	if m.ID, err = db.ID[ids.Member](tx); err != nil {
		return m, err
	}
	writes := []db.Write{members.Insert(m), ledger.Open(m.ID)}
	for _, c := range []members.Contact{{Kind: members.Email, Value: n.Email}, {Kind: members.Phone, Value: n.Phone}} {
		if c.Value != "" {
			c.MemberID, c.VerifiedAt, c.AddedAt = m.ID, &tx.Now, tx.Now
			writes = append(writes, members.InsertContact(c))
		}
	}
	if err := tx.Apply(w.Context(), writes...); err != nil {
		return m, err
	}
	return m, w.welcome(tx, m, n)
}

func (w *World) welcome(tx *db.Tx, m members.Member, n Newcomer) error {
	held, err := ledger.Lock(w.Context(), tx, m.ID)
	if err != nil {
		return err
	}
	doc := w.Version.Document
	available, expires := earning.Terms(doc.Earning.Expiry, 0, m.JoinedOn)
	postings := []ledger.Posting{{Member: m.ID, Wallet: ledger.Points, Kind: ledger.Welcome, Amount: doc.Earning.Welcome,
		Terms: &ledger.Terms{AvailableOn: available, ExpiresOn: expires}, Source: "member", Actor: ledger.Actor{Kind: ledger.BySystem},
		Version: w.Version.Number, HappenedOn: m.JoinedOn}}
	gift, err := inviting.Joined(w.Context(), tx, w.Version, inviting.Joining{Friend: m.ID, Email: n.Email, Code: n.Invite, IsNew: true})
	if err != nil {
		return err
	}
	if _, err := ledger.Post(w.Context(), tx, held, append(postings, gift.Postings...)...); err != nil {
		return err
	}
	return tx.Apply(w.Context(), gift.Writes...)
}

// Buy records a purchase of goods for whole euros, now by the clock.
func (w *World) Buy(m members.Member, reference string, euros int64) recording.Receipt {
	w.Helper()
	input := recording.Input{Reference: reference, Member: recording.Who{ID: m.ID}, Currency: "EUR", Channel: "web", PricesIncludeTax: true,
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
