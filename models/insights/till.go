package insights

import (
	"context"
	"fmt"
	"time"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/money"
	"github.com/google/uuid"
)

// UndoTime is how long somebody at a till may undo what they did there.
const UndoTime = 15 * time.Minute

// TillPage is how many acts the log beside the till shows, TillDay how many a
// whole day's log does.
const (
	TillPage = 8
	TillDay  = 1000
)

// TillAct is one act at the shop's counters, as its audit has it, with what
// became of it since.
type TillAct struct {
	ID       ids.Audit  `db:"id"`
	At       time.Time  `db:"at"`
	Action   string     `db:"action"`
	StaffID  ids.Staff  `db:"staff_id"`
	Clerk    string     `db:"clerk"`
	Device   string     `db:"device"`
	MemberID ids.Member `db:"member_id"`
	// Guest is the member's name; "" on a printed card that nobody has.
	Guest string `db:"guest"`
	// ObjectID is the purchase, return, voucher or member.
	ObjectID  uuid.UUID    `db:"object_id"`
	Reference string       `db:"reference"`
	Amount    money.Amount `db:"amount"`
	Points    money.Points `db:"points"`
	// HappenedAt is set where it was recorded later, from a till that had no line.
	HappenedAt *time.Time `db:"happened_at"`
	// Name is the reward's, in Language.
	Name     string `db:"name"`
	Language string `db:"language"`
	// UseID is the voucher's use.
	UseID    ids.Use `db:"use_id"`
	IsUndone bool    `db:"is_undone"`
}

// CanUndo tells whether somebody may still undo the act: their own, for fifteen
// minutes, once.
func (a TillAct) CanUndo(who ids.Staff, at time.Time) bool {
	switch a.Action {
	case "till.purchase", "voucher.use", "voucher.redeem":
		return a.StaffID == who && !a.IsUndone && !at.After(a.At.Add(UndoTime))
	}
	return false
}

// UndoReference is what the return that undoes a purchase is called.
func UndoReference(purchase string) string { return "undo " + purchase }

const tillAct = `SELECT a.id, a.at, a.action, a.actor_id AS staff_id, coalesce(s.name, '') AS clerk,
		coalesce(a.detail ->> 'device', '') AS device, coalesce(a.member_id, p.member_id) AS member_id, coalesce(m.first_name, '') AS guest,
		a.object_id, coalesce(a.detail ->> 'reference', '') AS reference,
		coalesce(cast(a.detail ->> 'amount' AS bigint), 0) AS amount,
		coalesce(cast(a.detail ->> 'points' AS bigint), -v.price, 0) AS points,
		cast(a.detail ->> 'happened_at' AS timestamptz) AS happened_at,
		coalesce(t.name, '') AS name, coalesce(t.language, '') AS language, u.id AS use_id,
		CASE a.action WHEN 'till.purchase' THEN EXISTS (SELECT FROM return_references x WHERE x.reference = 'undo ' || (a.detail ->> 'reference'))
			WHEN 'voucher.use' THEN u.undone_at IS NOT NULL
			WHEN 'voucher.redeem' THEN v.state = 'returned' ELSE false END AS is_undone
	FROM audit a
	LEFT JOIN staff s ON s.id = a.actor_id
	LEFT JOIN purchase_references p ON a.object = 'purchase' AND a.member_id IS NULL AND p.reference = a.detail ->> 'reference'
	LEFT JOIN members m ON m.id = coalesce(a.member_id, p.member_id)
	LEFT JOIN vouchers v ON a.object = 'voucher' AND v.member_id = a.member_id AND v.id = a.object_id
	LEFT JOIN voucher_uses u ON a.action = 'voucher.use' AND u.voucher_id = a.object_id AND u.used_at = a.at
	LEFT JOIN LATERAL (SELECT name, language FROM reward_texts WHERE reward_id = v.reward_id
		ORDER BY (language = $2) DESC, (language = $3) DESC, language LIMIT 1) t ON true
	WHERE a.detail ->> 'shop' = $1 AND a.action IN ('till.purchase', 'till.return', 'till.join', 'till.card',
		'voucher.use', 'voucher.redeem') `

// TillLog is whose log is read: of a shop, since when, in which languages, and
// how many acts at most.
type TillLog struct {
	Shop  string
	Since time.Time
	Limit int
	Lang  catalogue.Languages
}

// ReadTillLog lists what was done at a shop's counters, the latest first.
func ReadTillLog(ctx context.Context, r db.Reader, l TillLog) ([]TillAct, error) {
	var list []TillAct
	err := r.Select(ctx, &list, tillAct+`AND a.at >= $4 ORDER BY a.at DESC, a.id DESC LIMIT $5`, l.Shop, l.Lang.Wanted, l.Lang.Main, l.Since, l.Limit)
	if err != nil {
		return nil, fmt.Errorf("read a till's log: %w", err)
	}
	return list, nil
}

// FindTillAct gives one act of the shop's counters; fault.NotFound when it is not
// one.
func FindTillAct(ctx context.Context, r db.Reader, l TillLog, id ids.Audit) (TillAct, error) {
	var a TillAct
	err := r.Get(ctx, &a, tillAct+`AND a.id = $4`, l.Shop, l.Lang.Wanted, l.Lang.Main, id)
	return a, db.Found(err, "act_unknown", "find a till's act")
}

// TillSum is what a day came to at a shop's counters; what was undone is not in
// it.
type TillSum struct {
	Sales    int
	Takings  money.Amount
	Given    money.Points
	Redeemed money.Points
	Used     int
	Joined   int
	Members  int
}

// SumOfTill adds a log up.
func SumOfTill(acts []TillAct) TillSum {
	var s TillSum
	guests := map[ids.Member]bool{}
	for _, a := range acts {
		if !a.MemberID.IsZero() {
			guests[a.MemberID] = true
		}
		if a.IsUndone {
			continue
		}
		s.add(a)
	}
	s.Members = len(guests)
	return s
}

func (s *TillSum) add(a TillAct) {
	switch a.Action {
	case "till.purchase":
		s.Sales, s.Takings, s.Given = s.Sales+1, s.Takings+a.Amount, s.Given+a.Points
	case "till.return":
		s.Takings, s.Given = s.Takings+a.Amount, s.Given+a.Points
	case "till.join":
		s.Joined, s.Given = s.Joined+1, s.Given+a.Points
	case "till.card":
		s.Given += a.Points
	case "voucher.use":
		s.Used++
	case "voucher.redeem":
		s.Redeemed -= a.Points
	}
}
