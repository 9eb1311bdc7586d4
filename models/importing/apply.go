package importing

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/members"
	"fealty/models/purchases"
	"fealty/models/recording"
	"fealty/models/tiers"
)

// rows are what a batch writes beside the book.
type rows struct {
	claims  []purchases.Reference
	bought  []*bought
	touched []*bought
	returns []purchases.Return
	backs   []purchases.ReturnReference
}

func (r *rows) returned(a *act, split recording.Split, row purchases.Return) {
	row.Reference, row.Taken, row.Forgiven, row.Owed, row.Lapsed = a.reference, split.Taken, split.Forgiven, split.Owed, split.Lapsed
	r.returns = append(r.returns, row)
	r.backs = append(r.backs, purchases.ReturnReference{Reference: a.reference, ReturnID: row.ID, PurchaseID: row.PurchaseID, InputHash: a.hash})
}

// apply writes the whole batch in one statement.
func (w *work) apply(ctx context.Context) error {
	writes, err := w.newcomers(ctx)
	if err != nil {
		return err
	}
	bought, err := w.rows.writes()
	if err != nil {
		return err
	}
	var moved []tiers.Standing
	for _, l := range w.lives {
		if l.isNew || l.hasMoved {
			moved = append(moved, l.standing)
		}
	}
	if len(moved) > 0 {
		bought = append(bought, tiers.Save(moved...))
	}
	return w.tx.Apply(ctx, slices.Concat(writes, w.batch.Writes(), bought)...)
}

// newcomers are the rows of new members, and of what their shop calls those who
// were known by a contact only; the wallets come with the book's.
func (w *work) newcomers(ctx context.Context) ([]db.Write, error) {
	var minted []members.Identity
	var err error
	if w.tally.members > 0 {
		if minted, err = members.Mint(ctx, w.tx, w.tally.members); err != nil {
			return nil, err
		}
	}
	var people []members.Member
	var contacts []members.Contact
	var references []members.Reference
	for _, l := range w.lives {
		c := l.customer
		if c.reference != "" && len(l.acts) > 0 {
			references = append(references, members.Reference{Source: w.run.plan.source, Reference: c.reference, MemberID: l.member})
		}
		if !l.isNew {
			continue
		}
		who, first := minted[len(people)], l.bought[0]
		people = append(people, members.Member{ID: l.member, Number: who.Number, InviteCode: who.InviteCode, FirstName: c.firstName,
			Language: cmp.Or(c.language, w.run.language), State: members.Active, JoinedVia: members.ViaImport,
			JoinedAt: first.PlacedAt, JoinedOn: first.PlacedOn})
		for _, contact := range c.contacts {
			contact.MemberID, contact.AddedAt = l.member, w.tx.Now
			contacts = append(contacts, contact)
		}
	}
	return joining(people, contacts, references), nil
}

func joining(people []members.Member, contacts []members.Contact, references []members.Reference) []db.Write {
	var writes []db.Write
	if len(people) > 0 {
		writes = append(writes, members.Insert(people...))
	}
	if len(contacts) > 0 {
		writes = append(writes, members.InsertContact(contacts...))
	}
	if len(references) > 0 {
		writes = append(writes, members.InsertReference(references...))
	}
	return writes
}

// writes offers purchases and returns. A new purchase is written as it stands
// after its returns; an older one is moved on.
func (r *rows) writes() ([]db.Write, error) {
	var writes []db.Write
	if len(r.bought) > 0 {
		var heads []purchases.Purchase
		var lines []purchases.Line
		for _, b := range r.bought {
			heads, lines = append(heads, b.Purchase), append(lines, b.lines...)
		}
		rows, err := purchases.Insert(heads, lines)
		if err != nil {
			return nil, err
		}
		writes = append(append(writes, purchases.ClaimReferences(r.claims)), rows...)
	}
	if len(r.returns) > 0 {
		row, err := purchases.InsertReturn(r.returns...)
		if err != nil {
			return nil, err
		}
		writes = append(writes, purchases.ClaimReturns(r.backs...), row)
	}
	return append(writes, r.moved()...), nil
}

// moved offers what changes of purchases that were there before.
func (r *rows) moved() []db.Write {
	if len(r.touched) == 0 {
		return nil
	}
	var heads []purchases.Purchase
	var lines []purchases.LineReturned
	for _, b := range r.touched {
		heads = append(heads, b.Purchase)
		for line, quantity := range b.returned {
			lines = append(lines, purchases.LineReturned{MemberID: b.MemberID, PurchaseID: b.ID, Line: line, Quantity: quantity})
		}
	}
	writes := []db.Write{purchases.Lessen(heads)}
	if len(lines) > 0 {
		writes = append(writes, purchases.AddReturned(lines))
	}
	return writes
}

// faultOf gives the fault of an error whose kind says that it is one.
func faultOf(err error) *fault.Error {
	if f := asFault(err); f != nil && len(f.Fields) == 0 {
		return f
	}
	return fault.New(fault.Invalid, "return_line")
}

func asFault(err error) *fault.Error {
	var f *fault.Error
	_ = errors.As(err, &f)
	return f
}
