package recording

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"fealty/models/db"
	"fealty/models/earning"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/purchases"
)

// guestMonths is for how long a guest's purchase can be claimed.
const guestMonths = 12

// keepGuest keeps the purchase of somebody who is no member yet.
func (p *purchase) keepGuest(ctx context.Context, tx *db.Tx) (err error) {
	if p.id, err = db.ID[ids.Purchase](tx); err != nil {
		return err
	}
	if err := p.mustBeGuest(ctx, tx); err != nil {
		return err
	}
	if err := purchases.HoldReference(ctx, tx, p.in.Reference); err != nil {
		return err
	}
	body, err := json.Marshal(p.in)
	if err != nil {
		return fmt.Errorf("write a guest's purchase: %w", err)
	}
	p.receipt = guestReceipt(p.id, p.in)
	var r rows
	if err := r.keep(tx, p); err != nil {
		return err
	}
	writes, err := r.writes()
	if err != nil {
		return err
	}
	return tx.Apply(ctx, append(writes, purchases.InsertGuest(purchases.Guest{ID: p.id, Reference: p.in.Reference,
		Kind: p.in.Member.Contact.Kind, Contact: p.in.Member.Contact.Value, Body: body, PlacedAt: p.in.PlacedAt, RecordedAt: tx.Now}))...)
}

// mustBeGuest looks whether somebody has joined with the contact since it was
// looked for; then the purchase begins anew as a member's.
func (p *purchase) mustBeGuest(ctx context.Context, tx *db.Tx) error {
	contact := p.in.Member.Contact
	if err := purchases.HoldContact(ctx, tx, contact.Kind, contact.Value); err != nil {
		return err
	}
	owner, err := findMember(ctx, tx, p.in.Member)
	if err == nil && !owner.IsZero() {
		return errAgain
	}
	return err
}

// Claiming is who takes over what was bought under a contact that is verified
// to be theirs.
type Claiming struct {
	Member  ids.Member
	Contact members.Contact
	Actor   ledger.Actor
}

// ClaimGuests records what was bought under the contact before it was the
// member's, each purchase under the version of its day, at most twelve months
// back. Beyond purchases.MaxGuests the rest waits for a job. The member's wallets exist already, and postings made before in this
// transaction are written. It answers the receipts, oldest purchase first.
func ClaimGuests(ctx context.Context, tx *db.Tx, deps Deps, c Claiming) ([]Receipt, error) {
	if err := purchases.HoldContact(ctx, tx, c.Contact.Kind, c.Contact.Value); err != nil {
		return nil, err
	}
	since, err := deps.guestsSince(ctx, tx)
	if err != nil {
		return nil, err
	}
	guests, err := purchases.LockGuests(ctx, tx, c.Contact.Kind, c.Contact.Value, since)
	if err != nil {
		return nil, err
	}
	var receipts []Receipt
	for _, g := range guests {
		receipt, err := claimGuest(ctx, tx, deps, claimed{c, g})
		if err != nil {
			return nil, fmt.Errorf("claim a guest's purchase: %w", err)
		}
		receipts = append(receipts, receipt)
	}
	if len(guests) == purchases.MaxGuests {
		return receipts, claimLater(ctx, tx, c.Member)
	}
	return receipts, nil
}

// guestsSince is the first instant of the same local day a year ago.
func (d Deps) guestsSince(ctx context.Context, tx *db.Tx) (time.Time, error) {
	version, err := d.Programme.InForce(ctx, tx)
	if err != nil {
		return time.Time{}, err
	}
	y, m, day := earning.AddMonths(version.Today(tx.Now), -guestMonths).Date()
	return time.Date(y, m, day, 0, 0, 0, 0, version.Zone()), nil
}

type claimed struct {
	Claiming
	guest purchases.Guest
}

func claimGuest(ctx context.Context, tx *db.Tx, deps Deps, c claimed) (Receipt, error) {
	// A return of this purchase may be about to be parked: wait for it.
	if err := purchases.HoldReference(ctx, tx, c.guest.Reference); err != nil {
		return Receipt{}, err
	}
	p := &purchase{deps: deps, cmd: Command{Actor: c.Actor}, member: c.Member, id: c.guest.ID,
		claimed: purchases.Claimed(c.guest.ID, c.Member, tx.Now)}
	if err := json.Unmarshal(c.guest.Body, &p.in); err != nil {
		return Receipt{}, fmt.Errorf("read a guest's purchase: %w", err)
	}
	version, err := deps.Programme.At(ctx, tx, p.in.PlacedAt)
	if err != nil {
		return Receipt{}, err
	}
	p.version = version
	s := &share{tx: tx, all: []*purchase{p}}
	err = s.record(ctx)
	return p.receipt, err
}
