package merging

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"fealty/models/audit"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/money"
	"fealty/models/once"
	"fealty/models/programme"
	"fealty/models/tiers"
	"fealty/models/vouchers"
)

// Deps are what the flow stands on.
type Deps struct {
	Programme *programme.Cache
	Keys      vouchers.Keyring
}

// MaxReason bounds a reason, in characters.
const MaxReason = 300

// Command asks to merge one member into another. Who says who of the staff acts,
// and from where.
type Command struct {
	From   ids.Member
	Into   ids.Member
	Reason string
	Key    string
	Who    audit.Act
}

// Moved is what a merge moves, and what it comes to. It is the receipt, and the
// preview before.
type Moved struct {
	From     ids.Member   `json:"from"`
	Into     ids.Member   `json:"into"`
	Points   money.Points `json:"points"`
	Credit   money.Points `json:"credit"`
	Owed     money.Points `json:"owed"`
	Vouchers int          `json:"vouchers"`
	// Tier is where the one who stays stands then: the better of the two.
	Tier string    `json:"tier"`
	At   time.Time `json:"at"`
}

// Preview tells what a merge would move, or why it can't be.
func Preview(ctx context.Context, d *db.DB, deps Deps, cmd Command) (Moved, error) {
	var moved Moved
	v, err := deps.Programme.InForce(ctx, d)
	if err != nil {
		return moved, err
	}
	// Nothing is written: the locks make both halves of one moment.
	err = db.InTx(ctx, d, func(tx *db.Tx) error {
		m := &merge{deps: deps, cmd: cmd, version: v}
		if err := m.gather(ctx, tx); err != nil {
			return err
		}
		moved = m.moved()
		return nil
	})
	return moved, err
}

// Merge makes one member of two. A missing reason is fault.Invalid on "reason";
// the same member twice, or one who is not active any more, is fault.Refused
// merge_same or merge_closed; points or vouchers held back between a cart and
// its order are merge_held; an account of whoever acts is fault.Forbidden
// own_account.
func Merge(ctx context.Context, d *db.DB, deps Deps, cmd Command) (Moved, error) {
	cmd.Reason = strings.TrimSpace(cmd.Reason)
	if err := checkReason(cmd.Reason); err != nil {
		return Moved{}, err
	}
	v, err := deps.Programme.InForce(ctx, d)
	if err != nil {
		return Moved{}, err
	}
	claim := once.Claiming{Key: once.Key{Scope: "merge:" + cmd.Who.ActorID.UUID.String(), Key: cmd.Key}, Input: once.Hash(cmd.From, cmd.Into, cmd.Reason)}
	return once.Act[Moved](ctx, d, claim, func(tx *db.Tx, keep once.Keeper) error {
		m := &merge{deps: deps, cmd: cmd, version: v}
		if err := m.gather(ctx, tx); err != nil {
			return err
		}
		return m.apply(ctx, tx, keep)
	})
}

func checkReason(reason string) error {
	var wrong fault.Fields
	switch n := utf8.RuneCountInString(reason); {
	case n == 0:
		wrong.Add("reason", "required")
	case n > MaxReason:
		wrong.Add("reason", "too_long", fault.Params{"max": MaxReason})
	}
	return wrong.Err()
}

// merge is one on its way.
type merge struct {
	deps       Deps
	cmd        Command
	version    *programme.Version
	held       *ledger.Held
	from, into members.Member
	standings  map[ids.Member]tiers.Standing
	open       []vouchers.Voucher
	today      time.Time
	at         time.Time
}

// gather locks both, in the order of their ids, and reads what is to be moved.
func (m *merge) gather(ctx context.Context, tx *db.Tx) (err error) {
	if m.cmd.From == m.cmd.Into {
		return fault.New(fault.Refused, "merge_same")
	}
	m.at, m.today = tx.Now, m.version.Today(tx.Now)
	if m.held, err = ledger.Lock(ctx, tx, m.cmd.From, m.cmd.Into); err != nil {
		return err
	}
	if m.from, err = members.Find(ctx, tx, m.cmd.From); err != nil {
		return err
	}
	if m.into, err = members.Find(ctx, tx, m.cmd.Into); err != nil {
		return err
	}
	if !m.from.IsActive() || !m.into.IsActive() {
		return fault.New(fault.Refused, "merge_closed")
	}
	if err := m.held.LoadLots(ctx, tx); err != nil {
		return err
	}
	if m.standings, err = tiers.LoadStandings(ctx, tx, m.cmd.From, m.cmd.Into); err != nil {
		return err
	}
	if m.open, err = vouchers.LockOpen(ctx, tx, m.cmd.From); err != nil {
		return err
	}
	return m.refuse(ctx, tx)
}

// refuse keeps away from what is between a cart and its order, and from staff's
// own accounts.
func (m *merge) refuse(ctx context.Context, tx *db.Tx) error {
	var who struct {
		Held  bool `db:"held"`
		IsOwn bool `db:"is_own"`
	}
	err := tx.Get(ctx, &who, `SELECT EXISTS (SELECT FROM holds WHERE member_id = $1 AND state = 'open' AND expires_at > $4) AS held,
		EXISTS (SELECT FROM member_contacts c JOIN staff s ON s.email = c.value WHERE c.member_id IN ($1, $2) AND c.kind = 'email' AND s.id = $3) AS is_own`,
		m.cmd.From, m.cmd.Into, m.cmd.Who.ActorID, m.at)
	if err != nil {
		return fmt.Errorf("read what keeps members apart: %w", err)
	}
	if who.IsOwn {
		return fault.New(fault.Forbidden, "own_account")
	}
	for _, v := range m.open {
		who.Held = who.Held || v.State == vouchers.Reserved
	}
	if who.Held {
		return fault.New(fault.Refused, "merge_held")
	}
	return nil
}

func (m *merge) moved() Moved {
	return Moved{From: m.cmd.From, Into: m.cmd.Into, At: m.at, Points: m.held.Balance(m.cmd.From, ledger.Points),
		Credit: m.held.Balance(m.cmd.From, ledger.Credit), Owed: m.held.Debt(m.cmd.From), Vouchers: len(m.open), Tier: m.standing().Tier}
}

// standing is the better of the two; of equals the one that is kept longer.
func (m *merge) standing() tiers.Standing {
	policy := m.version.Document.Tiers
	of := func(id ids.Member) tiers.Standing {
		if s, stands := m.standings[id]; stands {
			return s
		}
		return tiers.Start(policy, id, m.today)
	}
	own, other := of(m.cmd.Into), of(m.cmd.From)
	better := policy.Rank(other.Tier) - policy.Rank(own.Tier)
	longer := other.KeepUntil != nil && own.KeepUntil != nil && other.KeepUntil.After(*own.KeepUntil)
	if better > 0 || (better == 0 && longer) {
		own = other
	}
	own.MemberID = m.cmd.Into
	return own
}
