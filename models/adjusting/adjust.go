package adjusting

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"fealty/models/audit"
	"fealty/models/db"
	"fealty/models/earning"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/money"
	"fealty/models/once"
	"fealty/models/programme"
)

// Deps are what the flow stands on.
type Deps struct{ Programme *programme.Cache }

// Who of the shop's staff acts, for the audit. Without Staff it is whoever runs
// commands on the server.
type Who struct {
	Staff     ids.Staff
	Role      string
	Address   string
	RequestID string
}

func (w Who) act(action string) audit.Act {
	actor := ledger.ByStaff
	if w.Staff.IsZero() {
		actor = ledger.BySystem
	}
	return audit.Act{Actor: actor, ActorID: audit.On(w.Staff), Role: w.Role, Action: action,
		Address: w.Address, RequestID: w.RequestID}
}

// MaxPoints bounds one adjustment.
const MaxPoints money.Points = 1_000_000

// MaxPerDay bounds what one of the staff moves by hand on one day, given and
// taken together.
const MaxPerDay money.Points = 5_000_000

// MaxReason bounds a reason, in characters.
const MaxReason = 300

// Adjustment asks to give (positive) or take (negative) points by hand.
type Adjustment struct {
	By     Who
	Member ids.Member
	Points money.Points
	Reason string
	Key    string
}

// Receipt tells what an adjustment did, and what the member has now.
type Receipt struct {
	Member ids.Member   `json:"member"`
	Points money.Points `json:"points"`
	Entry  int64        `json:"entry"`
	// DebtPaid is how much of the points paid what the member owed.
	DebtPaid  money.Points `json:"debt_paid,omitempty"`
	Spendable money.Points `json:"spendable"`
	At        time.Time    `json:"at"`
}

// Adjust moves points by hand. What is given pays what the member owes first,
// like every other earning: the debt is points that were spent and taken back
// since, and whoever wants to forgive it gives as much. A missing reason or an amount that is zero or too
// large is a fault of its field; the own account, known by its contact, is
// fault.Forbidden own_account; taking more than can be spent is fault.Refused
// too_few_points, more than MaxPerDay daily_limit. The reason stands in the audit, never in the book.
func Adjust(ctx context.Context, d *db.DB, deps Deps, cmd Adjustment) (Receipt, error) {
	cmd.Reason = strings.TrimSpace(cmd.Reason)
	if err := check(cmd); err != nil {
		return Receipt{}, err
	}
	v, err := deps.Programme.InForce(ctx, d)
	if err != nil {
		return Receipt{}, err
	}
	claim := once.Claiming{Key: once.Key{Scope: "adjust:" + cmd.By.Staff.String(), Key: cmd.Key},
		Input: once.Hash(cmd.Member, cmd.Points, cmd.Reason)}
	return once.Act[Receipt](ctx, d, claim, func(tx *db.Tx, keep once.Keeper) error {
		held, err := ledger.Lock(ctx, tx, cmd.Member)
		if err != nil {
			return err
		}
		if err := held.LoadLots(ctx, tx); err != nil {
			return err
		}
		if err := refuseOwn(ctx, tx, cmd); err != nil {
			return err
		}
		if err := refuseTooMuch(ctx, tx, v, cmd); err != nil {
			return err
		}
		return adjust(ctx, tx, held, adjustment{cmd, v, keep})
	})
}

func check(cmd Adjustment) error {
	var wrong fault.Fields
	if cmd.Points == 0 || cmd.Points > MaxPoints || cmd.Points < -MaxPoints {
		wrong.Add("points", "adjustment_range", fault.Params{"max": int64(MaxPoints)})
	}
	switch n := utf8.RuneCountInString(cmd.Reason); {
	case n == 0:
		wrong.Add("reason", "required")
	case n > MaxReason:
		wrong.Add("reason", "too_long", fault.Params{"max": MaxReason})
	}
	return wrong.Err()
}

// refuseOwn keeps staff from giving themselves points: a member whose e-mail is
// the staff account's is the same person. It also finds members who are gone.
func refuseOwn(ctx context.Context, r db.Reader, cmd Adjustment) error {
	var who struct {
		State string `db:"state"`
		IsOwn bool   `db:"is_own"`
	}
	err := r.Get(ctx, &who, `SELECT m.state, EXISTS (SELECT 1 FROM member_contacts c JOIN staff s ON s.email = c.value
			WHERE c.member_id = m.id AND c.kind = 'email' AND s.id = $2) AS is_own FROM members m WHERE m.id = $1`,
		cmd.Member, cmd.By.Staff)
	switch {
	case err != nil:
		return fmt.Errorf("read who is adjusted: %w", err)
	case who.State != "active":
		return fault.New(fault.NotFound, "not_found")
	case who.IsOwn:
		return fault.New(fault.Forbidden, "own_account")
	}
	return nil
}

// refuseTooMuch sums the day from the audit, which no one can change. What one of
// the staff does at once, to many members, waits for its own sum.
func refuseTooMuch(ctx context.Context, tx *db.Tx, v *programme.Version, cmd Adjustment) error {
	y, m, day := tx.Now.In(v.Zone()).Date()
	if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended($1, 7312))`, cmd.By.Staff.String()); err != nil {
		return fmt.Errorf("wait for the own adjustments: %w", err)
	}
	var moved money.Points
	err := tx.Get(ctx, &moved, `SELECT cast(coalesce(sum(abs(cast(detail->>'points' AS bigint))), 0) AS bigint) FROM audit
		WHERE at >= $2 AND actor_id = $1 AND action = 'points.adjust'`,
		cmd.By.Staff, time.Date(y, m, day, 0, 0, 0, 0, v.Zone()))
	if err != nil {
		return fmt.Errorf("sum the day's adjustments: %w", err)
	}
	if moved+max(cmd.Points, -cmd.Points) > MaxPerDay {
		return fault.New(fault.Refused, "daily_limit", fault.Params{"max": int64(MaxPerDay)})
	}
	return nil
}

type adjustment struct {
	Adjustment
	version *programme.Version
	keep    once.Keeper
}

func adjust(ctx context.Context, tx *db.Tx, held *ledger.Held, a adjustment) error {
	debt := held.Debt(a.Member)
	moved := a.posting(tx)
	batch, err := ledger.Compose(held, append([]ledger.Posting{moved}, ledger.PayDebt(moved, debt)...)...)
	if err != nil {
		return err
	}
	entry := batch.Entries[0]
	writes := batch.Writes()
	held.Advance(batch)
	kept, err := a.keep(Receipt{Member: a.Member, Points: a.Points, Entry: entry.Seq, At: tx.Now, DebtPaid: debt - held.Debt(a.Member),
		Spendable: held.Spendable(a.Member, ledger.Points, a.version.Today(tx.Now))})
	if err != nil {
		return err
	}
	act := a.By.act("points.adjust")
	act.Object, act.ObjectID, act.MemberID, act.Reason = "member", audit.On(a.Member), a.Member, a.Reason
	act.Detail = audit.Detail{"points": int64(a.Points), "entry": entry.Seq}
	if act, err = audit.Fill(tx, act); err != nil {
		return err
	}
	return tx.Apply(ctx, append(writes, audit.Insert(act), kept)...)
}

func (a adjustment) posting(tx *db.Tx) ledger.Posting {
	today := a.version.Today(tx.Now)
	p := ledger.Posting{Member: a.Member, Wallet: ledger.Points, Kind: ledger.Adjustment, Amount: a.Points, Source: "staff",
		SourceID: uuid.UUID(a.By.Staff), Actor: ledger.Actor{Kind: ledger.ByStaff, ID: uuid.UUID(a.By.Staff)},
		Version: a.version.Number, HappenedOn: today}
	if a.Points > 0 {
		// What is given by hand can be spent at once and lasts as long as what is
		// earned.
		available, expires := earning.Terms(a.version.Document.Earning.Expiry, 0, today)
		p.Terms = &ledger.Terms{AvailableOn: available, ExpiresOn: expires}
	}
	return p
}
