package closing

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/messages"
	"fealty/models/money"
)

// expirePoints books what was not used in time, a batch of members at a time.
func (n *night) expirePoints(ctx context.Context) error {
	for {
		var members int
		var points money.Points
		err := n.inTx(ctx, func(tx *db.Tx) (err error) {
			members, points, err = n.expireSome(ctx, tx)
			return err
		})
		if err != nil || members == 0 {
			return err
		}
		n.report.Members += members
		n.report.Points += points
	}
}

func (n *night) expireSome(ctx context.Context, tx *db.Tx) (int, money.Points, error) {
	held, err := ledger.DueToExpire(ctx, tx, n.day, batch)
	if err != nil {
		return 0, 0, err
	}
	members := held.Members()
	if len(members) == 0 {
		return 0, 0, nil
	}
	var postings []ledger.Posting
	lost := map[ids.Member]money.Points{}
	for _, m := range members {
		for _, wallet := range []ledger.Wallet{ledger.Points, ledger.Credit} {
			past := held.Past(m, wallet, n.day)
			if past == 0 {
				continue
			}
			postings = append(postings, ledger.Posting{Member: m, Wallet: wallet, Kind: ledger.Expired, Amount: -past,
				Draw: ledger.Expiring, Source: "night", Actor: ledger.Actor{Kind: ledger.BySystem}, Version: n.v.Number, HappenedOn: n.day})
			if wallet == ledger.Points {
				lost[m] = past
			}
		}
	}
	batch, err := ledger.Compose(held, postings...)
	if err != nil {
		return 0, 0, err
	}
	writes := batch.Writes()
	held.Advance(batch)
	told, sum, err := n.tellExpired(ctx, tx, held, lost)
	if err != nil {
		return 0, 0, err
	}
	return len(members), sum, tx.Apply(ctx, append(writes, told...)...)
}

// tellExpired says how much was lost and what is left.
func (n *night) tellExpired(ctx context.Context, tx *db.Tx, held *ledger.Held, lost map[ids.Member]money.Points) ([]db.Write, money.Points, error) {
	var sum money.Points
	members := make([]ids.Member, 0, len(lost))
	for m, points := range lost {
		sum += points
		members = append(members, m)
	}
	to, err := addressees(ctx, tx, members)
	if err != nil {
		return nil, 0, err
	}
	var list []messages.Message
	for _, a := range to {
		m := a.message(messages.PointsExpired, n.day.Format(time.DateOnly), tx.Now)
		m.Params = messages.Params{"points": int64(lost[a.Member]),
			"spendable": int64(held.Spendable(a.Member, ledger.Points, n.day.AddDate(0, 0, 1)))}
		list = append(list, m)
	}
	if len(list) == 0 {
		return nil, sum, nil
	}
	return []db.Write{messages.Insert(list...)}, sum, nil
}

// addressee is a member who can be told, at their first verified contact.
type addressee struct {
	Member   ids.Member `db:"member_id"`
	Language string     `db:"language"`
	Kind     string     `db:"kind"`
	Value    string     `db:"value"`
}

func addressees(ctx context.Context, r db.Reader, members []ids.Member) ([]addressee, error) {
	var list []addressee
	err := r.Select(ctx, &list, `SELECT DISTINCT ON (m.id) m.id AS member_id, m.language, c.kind, c.value
		FROM members m JOIN member_contacts c ON c.member_id = m.id AND c.verified_at IS NOT NULL
		WHERE m.id = ANY($1::uuid[]) AND m.state = 'active' ORDER BY m.id, c.kind, c.value`, pq.Array(members))
	if err != nil {
		return nil, fmt.Errorf("read where members are told: %w", err)
	}
	return list, nil
}

// message begins one about a day. Its id comes from what it tells, so a night
// that runs twice tells once.
func (a addressee) message(template, about string, at time.Time) messages.Message {
	channel := messages.Email
	if a.Kind == "phone" {
		channel = messages.SMS
	}
	return messages.Message{ID: messages.ID(template, a.Member.String()+" "+about, a.Value), MemberID: a.Member, Channel: channel,
		Recipient: a.Value, Template: template, Language: a.Language, CreatedAt: at}
}
