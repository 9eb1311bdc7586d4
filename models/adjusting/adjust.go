package adjusting

import (
	"cmp"
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
	"fealty/models/vouchers"
)

// Deps are what the flow stands on. Limits that are zero are the default ones.
type Deps struct {
	Programme *programme.Cache
	Limits    Limits
	// Keys are needed where codes are made or put in.
	Keys vouchers.Keyring
}

// Limits bound what staff move by hand (R17).
type Limits struct {
	// PerAct is the most that is given or taken at once, with a second person too.
	PerAct money.Points
	// Alone is the most that one person gives or takes at once; more waits for a
	// second one. Below zero everything waits.
	Alone money.Points
	// PerDay is the most that one person moves alone on one day, given and taken
	// together.
	PerDay money.Points
}

// The limits of a shop that has set none.
const (
	DefaultAlone  money.Points = 10_000
	DefaultPerDay money.Points = 50_000
)

func (d Deps) limits() Limits {
	return Limits{PerAct: min(cmp.Or(d.Limits.PerAct, MaxPoints), MaxPoints), Alone: cmp.Or(d.Limits.Alone, DefaultAlone), PerDay: cmp.Or(d.Limits.PerDay, DefaultPerDay)}
}

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
	// Waiting is what a second person must agree to; then nothing has moved yet.
	Waiting ids.Adjustment `json:"waiting,omitzero"`
}

// Adjust moves points by hand. What is given pays what the member owes first,
// like every other earning: the debt is points that were spent and taken back
// since, and whoever wants to forgive it gives as much. A missing reason or an amount that is zero or too
// large is a fault of its field; the own account, known by its contact, is
// fault.Forbidden own_account; taking more than can be spent is fault.Refused
// too_few_points, more than a day's limit daily_limit. What is too much for one
// person waits for a second one, where there is one who may agree. The reason
// stands in the audit, never in the book.
func Adjust(ctx context.Context, d *db.DB, deps Deps, cmd Adjustment) (Receipt, error) {
	cmd.Reason = strings.TrimSpace(cmd.Reason)
	if err := check(cmd, deps.limits().PerAct); err != nil {
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
		waits, err := needsSecond(ctx, tx, deps.limits(), cmd)
		if err != nil {
			return err
		}
		a := adjustment{cmd, v, keep}
		if waits {
			return a.ask(ctx, tx)
		}
		if err := refuseTooMuch(ctx, tx, day{v, deps.limits().PerDay}, cmd); err != nil {
			return err
		}
		return adjust(ctx, tx, held, a)
	})
}

func check(cmd Adjustment, most money.Points) error {
	var wrong fault.Fields
	if cmd.Points == 0 || cmd.Points > most || cmd.Points < -most {
		wrong.Add("points", "adjustment_range", fault.Params{"max": int64(most)})
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
func refuseTooMuch(ctx context.Context, tx *db.Tx, d day, cmd Adjustment) error {
	y, m, today := tx.Now.In(d.version.Zone()).Date()
	if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended($1, 7312))`, cmd.By.Staff.String()); err != nil {
		return fmt.Errorf("wait for the own adjustments: %w", err)
	}
	var moved money.Points
	err := tx.Get(ctx, &moved, `SELECT cast(coalesce(sum(abs(cast(detail->>'points' AS bigint))), 0) AS bigint) FROM audit
		WHERE at >= $2 AND actor_id = $1 AND action = 'points.adjust'`,
		cmd.By.Staff, time.Date(y, m, today, 0, 0, 0, 0, d.version.Zone()))
	if err != nil {
		return fmt.Errorf("sum the day's adjustments: %w", err)
	}
	if moved+max(cmd.Points, -cmd.Points) > d.limit {
		return fault.New(fault.Refused, "daily_limit", fault.Params{"max": int64(d.limit)})
	}
	return nil
}

// day is the day of the programme and what one person may move on it.
type day struct {
	version *programme.Version
	limit   money.Points
}

type adjustment struct {
	Adjustment
	version *programme.Version
	keep    once.Keeper
}

func adjust(ctx context.Context, tx *db.Tx, held *ledger.Held, a adjustment) error {
	receipt, writes, err := a.move(tx, held)
	if err != nil {
		return err
	}
	kept, err := a.keep(receipt)
	if err != nil {
		return err
	}
	act := a.By.act("points.adjust")
	act.Object, act.ObjectID, act.MemberID, act.Reason = "member", audit.On(a.Member), a.Member, a.Reason
	act.Detail = audit.Detail{"points": int64(a.Points), "entry": receipt.Entry}
	if act, err = audit.Fill(tx, act); err != nil {
		return err
	}
	return tx.Apply(ctx, append(writes, audit.Insert(act), kept)...)
}

// move works the adjustment out and moves the Held on; the writes are the
// caller's to apply.
func (a adjustment) move(tx *db.Tx, held *ledger.Held) (Receipt, []db.Write, error) {
	debt := held.Debt(a.Member)
	moved := a.posting(tx)
	batch, err := ledger.Compose(held, append([]ledger.Posting{moved}, ledger.PayDebt(moved, debt)...)...)
	if err != nil {
		return Receipt{}, nil, err
	}
	writes := batch.Writes()
	held.Advance(batch)
	return Receipt{Member: a.Member, Points: a.Points, Entry: batch.Entries[0].Seq, At: tx.Now, DebtPaid: debt - held.Debt(a.Member),
		Spendable: held.Spendable(a.Member, ledger.Points, a.version.Today(tx.Now))}, writes, nil
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
