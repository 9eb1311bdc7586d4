package erasing

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"fealty/models/audit"
	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/sessions"
	"fealty/models/tiers"
	"fealty/models/vouchers"
)

// Deps are what the flow stands on.
type Deps struct{ Programme *programme.Cache }

// Reasons why staff erase somebody. A reason in their own words could name the
// person, so it is one of these.
const (
	Asked     = "asked"
	Duplicate = "duplicate"
	Mistake   = "mistake"
	Law       = "law"
	// Restored is for those whom a restored backup brought back.
	Restored = "restored"
	// Self is the member's own wish.
	Self = "self"
)

// Reasons lists those that staff choose from; read only.
var Reasons = [...]string{Asked, Duplicate, Mistake, Law}

// Command asks to erase a member. Who is filled as far as it says who acts and
// from where.
type Command struct {
	Member ids.Member
	Why    string
	Who    audit.Act
}

// Lost is what an erasure takes from a member, all ids of the person together.
type Lost struct {
	Points   money.Points
	Credit   money.Points
	Owed     money.Points
	Vouchers int
}

// Erase forgets a member and everybody merged into them. One who is erased
// already, or who is nobody, is fault.NotFound; one who was merged into another
// is fault.Conflict "member_merged".
func Erase(ctx context.Context, d *db.DB, deps Deps, cmd Command) (Lost, error) {
	v, err := deps.Programme.InForce(ctx, d)
	if err != nil {
		return Lost{}, err
	}
	var lost Lost
	err = db.InTx(ctx, d, func(tx *db.Tx) error {
		e := &erasure{cmd: cmd, version: v}
		if err := e.lock(ctx, tx); err != nil {
			return err
		}
		if err := e.gather(ctx, tx); err != nil {
			return err
		}
		lost = e.lost()
		return e.apply(ctx, tx)
	})
	if err != nil {
		return Lost{}, fmt.Errorf("erase a member: %w", err)
	}
	return lost, nil
}

// erasure is one on its way.
type erasure struct {
	cmd     Command
	version *programme.Version
	subject subject
	held    *ledger.Held
	open    []vouchers.Voucher
}

// lock locks the wallets of all ids of the person. Somebody may be merged into
// them while it waits, so the ids are read again behind the lock.
func (e *erasure) lock(ctx context.Context, tx *db.Tx) error {
	for {
		people, err := members.Same(ctx, tx, e.cmd.Member)
		if err != nil {
			return err
		}
		if len(people) == 0 {
			return fault.New(fault.NotFound, "not_found")
		}
		if e.held, err = ledger.Lock(ctx, tx, people...); err != nil {
			return err
		}
		again, err := members.Same(ctx, tx, e.cmd.Member)
		if err != nil {
			return err
		}
		if len(again) == len(people) {
			e.subject = subject{people: people, at: tx.Now}
			return nil
		}
	}
}

func (e *erasure) gather(ctx context.Context, tx *db.Tx) error {
	m, err := members.Find(ctx, tx, e.cmd.Member)
	switch {
	case err != nil:
		return err
	case m.State == members.Erased:
		return fault.New(fault.NotFound, "not_found")
	case m.State == members.Merged:
		return fault.New(fault.Conflict, "member_merged")
	}
	for _, id := range e.subject.people {
		contacts, err := members.Contacts(ctx, tx, id)
		if err != nil {
			return err
		}
		for _, c := range contacts {
			e.subject.contacts = append(e.subject.contacts, c.Value)
		}
	}
	asked, err := sessions.Asked(ctx, tx, e.subject.people)
	if err != nil {
		return err
	}
	e.subject.contacts = append(e.subject.contacts, asked...)
	if err := e.held.LoadLots(ctx, tx); err != nil {
		return err
	}
	e.open, err = vouchers.LockOpen(ctx, tx, e.subject.people...)
	return err
}

func (e *erasure) lost() Lost {
	lost := Lost{Vouchers: len(e.open)}
	for _, id := range e.subject.people {
		lost.Points += e.held.Balance(id, ledger.Points)
		lost.Credit += e.held.Balance(id, ledger.Credit)
		lost.Owed += e.held.Debt(id)
	}
	return lost
}

// postings book off what is left, whether it could be spent or not: the balance
// of every wallet is zero after them.
func (e *erasure) postings() []ledger.Posting {
	today := e.version.Today(e.subject.at)
	var list []ledger.Posting
	for _, id := range e.subject.people {
		for _, w := range []ledger.Wallet{ledger.Points, ledger.Credit, ledger.Debt} {
			left := e.held.Balance(id, w)
			if left == 0 {
				continue
			}
			list = append(list, ledger.Posting{Member: id, Wallet: w, Kind: ledger.Forfeited, Amount: -left, Takes: e.held.TakeAll(id, w),
				Source: "member", SourceID: uuid.UUID(e.cmd.Member), Actor: ledger.Actor{Kind: e.cmd.Who.Actor, ID: e.cmd.Who.ActorID.UUID},
				Version: e.version.Number, HappenedOn: today})
		}
	}
	return list
}

// apply writes it all. The reasons in the audit come last, because they may be
// emptied only of members who are erased; stock comes after wallets, always.
func (e *erasure) apply(ctx context.Context, tx *db.Tx) error {
	batch, err := ledger.Compose(e.held, e.postings()...)
	if err != nil {
		return err
	}
	act := e.cmd.Who
	act.Action, act.Object, act.ObjectID, act.MemberID = "member.erase", "member", audit.On(e.cmd.Member), e.cmd.Member
	act.Detail, act.Reason = audit.Detail{"why": e.cmd.Why, "vouchers": len(e.open)}, ""
	if act, err = audit.Fill(tx, act); err != nil {
		return err
	}
	writes := append(batch.Writes(), audit.Insert(act), tiers.Save(e.standings()...))
	if err := tx.Apply(ctx, append(writes, e.subject.parts()...)...); err != nil {
		return err
	}
	for _, v := range e.open {
		if err := catalogue.PutBackStock(ctx, tx, v.RewardID); err != nil {
			return err
		}
	}
	return audit.Forget(ctx, tx, e.subject.people)
}

// standings put the person back to the first tier, where the night has nothing
// to do.
func (e *erasure) standings() []tiers.Standing {
	list := make([]tiers.Standing, len(e.subject.people))
	for i, id := range e.subject.people {
		list[i] = tiers.Start(e.version.Document.Tiers, id, e.version.Today(e.subject.at))
	}
	return list
}
