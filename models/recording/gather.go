package recording

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/members"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/referrals"
	"fealty/models/tiers"
	"fealty/models/vouchers"
)

// gathered is what one statement finds out about a member, under the lock.
type gathered struct {
	Member    ids.Member   `db:"member_id"`
	State     string       `db:"state"`
	Language  string       `db:"language"`
	Tier      *string      `db:"tier"`
	Since     *time.Time   `db:"since"`
	KeepUntil *time.Time   `db:"keep_until"`
	ReachedIn *string      `db:"reached_in"`
	Spend     money.Amount `db:"spend"`
	Points    money.Points `db:"points"`
	Spendable money.Points `db:"spendable"`
	Pending   money.Points `db:"pending"`
	Reserved  money.Points `db:"reserved"`
	Owed      money.Points `db:"owed"`
	// Channel and Recipient are where the member is told; the referrer's beside.
	Channel   *string `db:"channel"`
	Recipient *string `db:"recipient"`
	Referral  []byte  `db:"referral"`
	Vouchers  []byte  `db:"vouchers"`
	Gives     []byte  `db:"gives"`
	Parked    bool    `db:"parked"`
	// Taken says that the key or the reference has been used.
	Taken          bool `db:"taken"`
	wantedVouchers [][]byte
}

// question is what gather needs to know.
type question struct {
	member    ids.Member
	version   *programme.Version
	today     time.Time
	reference string
	vouchers  [][]byte
	// key is the id of the idempotency key.
	key uuid.UUID
}

const gatherFacts = `
	SELECT m.id AS member_id, m.state, m.language, s.tier, s.since, s.keep_until, s.reached_in, w.spend, w.points,
		l.spendable, l.pending, h.reserved, coalesce(d.balance, 0) AS owed, c.kind AS channel, c.value AS recipient,
		f.referral, v.vouchers, ` + givesSQL + `,
		EXISTS (SELECT FROM parked_returns WHERE purchase_reference = q.reference AND applied_at IS NULL AND refused_at IS NULL) AS parked,
		EXISTS (SELECT FROM once_keys WHERE id = q.key) OR EXISTS (SELECT FROM purchase_references WHERE reference = q.reference) AS taken
	FROM unnest(cast($1 AS uuid[]), cast($2 AS date[]), cast($3 AS date[]), cast($5 AS text[]), cast($7 AS uuid[]),
			cast($8 AS timestamptz[]), cast($9 AS timestamptz[]), cast($10 AS timestamptz[]))
		AS q (member, since, today, reference, key, day, month, year)
	JOIN members m ON m.id = q.member
	LEFT JOIN standings s ON s.member_id = m.id
	LEFT JOIN wallets d ON d.member_id = m.id AND d.wallet = 'debt'
	CROSS JOIN LATERAL (SELECT cast(coalesce(sum(tier_spend), 0) AS bigint) AS spend, cast(coalesce(sum(tier_points), 0) AS bigint) AS points
		FROM purchases WHERE member_id = m.id AND placed_on BETWEEN q.since AND q.today) w
	CROSS JOIN LATERAL (SELECT
		cast(coalesce(sum(remaining) FILTER (WHERE available_on <= q.today), 0) AS bigint) AS spendable,
		cast(coalesce(sum(remaining) FILTER (WHERE available_on > q.today), 0) AS bigint) AS pending
		FROM lots WHERE open AND member_id = m.id AND wallet = 'points' AND (expires_on IS NULL OR expires_on >= q.today)) l
	CROSS JOIN LATERAL (SELECT cast(coalesce(sum(amount), 0) AS bigint) AS reserved FROM holds
		WHERE member_id = m.id AND wallet = 'points' AND state = 'open' AND expires_at > $4) h
	LEFT JOIN LATERAL (SELECT kind, value FROM member_contacts
		WHERE member_id = m.id AND verified_at IS NOT NULL ORDER BY kind, value LIMIT 1) c ON true
	LEFT JOIN LATERAL (SELECT jsonb_build_object('id', r.id, 'referrer', r.referrer_id, 'state', r.state, 'flags', r.flags,
			'purchase', r.purchase_id, 'joined_at', r.joined_at, 'joined_on', r.joined_on, 'bought_on', r.bought_on,
			'due_on', r.due_on, 'rewarded_at', r.rewarded_at, 'language', o.language, 'channel', k.kind, 'recipient', k.value) AS referral
		FROM referrals r LEFT JOIN members o ON o.id = r.referrer_id
		LEFT JOIN LATERAL (SELECT kind, value FROM member_contacts
			WHERE member_id = r.referrer_id AND verified_at IS NOT NULL ORDER BY kind, value LIMIT 1) k ON true
		WHERE r.friend_id = m.id) f ON true
	LEFT JOIN LATERAL (SELECT jsonb_agg(jsonb_build_object('key', encode(x.code_key, 'hex'), 'member', x.member_id, 'id', x.id,
			'reward', x.reward_id, 'partner', x.partner_id, 'state', x.state, 'worth', x.worth, 'pays', x.pays,
			'expires_on', x.expires_on, 'kind', w.kind)) AS vouchers
		FROM voucher_codes y JOIN vouchers x ON x.member_id = y.member_id AND x.id = y.voucher_id JOIN rewards w ON w.id = x.reward_id
		WHERE y.code_key = ANY(cast($6 AS bytea[]))) v ON true`

// gather reads all facts of one member: standing, window, wallet, contact,
// referral, vouchers, and whether a return waits.
func gather(ctx context.Context, r db.Reader, q question) (gathered, error) {
	found, err := gatherAll(ctx, r, []question{q})
	if err != nil {
		return gathered{}, err
	}
	g, isThere := found[q.member]
	if !isThere {
		return g, fault.New(fault.NotFound, "not_found")
	}
	return g, nil
}

// gatherAll asks for many members, each once, in one statement. Vouchers go with
// a single question only.
func gatherAll(ctx context.Context, r db.Reader, questions []question) (map[ids.Member]gathered, error) {
	n := len(questions)
	members, since, today := make(pq.StringArray, n), make(pq.StringArray, n), make(pq.StringArray, n)
	references, keys := make(pq.StringArray, n), make(pq.StringArray, n)
	days, months, years := make(pq.StringArray, n), make(pq.StringArray, n), make(pq.StringArray, n)
	var codes pq.ByteaArray
	for i, q := range questions {
		from := tiers.WindowStart(q.version.Document.Tiers, q.today)
		members[i], since[i], today[i] = q.member.String(), dateText(&from), dateText(&q.today)
		references[i], keys[i], codes = q.reference, q.key.String(), q.vouchers
		starts := catalogue.StartsOf(q.today, q.version.Zone())
		days[i], months[i], years[i] = instant(starts.Day), instant(starts.Month), instant(starts.Year)
	}
	var rows []gathered
	if err := r.Select(ctx, &rows, gatherFacts, members, since, today, r.Time(), references, codes, keys,
		days, months, years); err != nil {
		return nil, fmt.Errorf("gather purchases' facts: %w", err)
	}
	found := make(map[ids.Member]gathered, len(rows))
	for _, g := range rows {
		g.wantedVouchers = codes
		found[g.Member] = g
	}
	return found, nil
}

func instant(at time.Time) string { return at.UTC().Format(time.RFC3339Nano) }

func (g gathered) isActive() bool { return g.State == members.Active }

func (g gathered) wallet() Wallet {
	return Wallet{Spendable: max(0, g.Spendable-g.Reserved), Pending: g.Pending, Owed: g.Owed}
}

func (g gathered) standing(p tiers.Policy, today time.Time) tiers.Standing {
	if g.Tier == nil {
		return tiers.Start(p, g.Member, today)
	}
	return tiers.Standing{MemberID: g.Member, Tier: *g.Tier, Since: *g.Since, KeepUntil: g.KeepUntil, ReachedIn: *g.ReachedIn}
}

func (g gathered) window() tiers.Window { return tiers.Window{Spend: g.Spend, Points: g.Points} }

// friend is the referral that brought the member, and where its referrer is told.
type friend struct {
	Referral  referrals.Referral
	Language  string
	Channel   string
	Recipient string
}

func (g gathered) friend() (*friend, error) {
	if len(g.Referral) == 0 {
		return nil, nil
	}
	var row struct {
		ID         ids.Referral    `json:"id"`
		Referrer   ids.Member      `json:"referrer"`
		State      referrals.State `json:"state"`
		Flags      string          `json:"flags"`
		Purchase   *ids.Purchase   `json:"purchase"`
		JoinedAt   time.Time       `json:"joined_at"`
		JoinedOn   string          `json:"joined_on"`
		BoughtOn   *string         `json:"bought_on"`
		DueOn      *string         `json:"due_on"`
		RewardedAt *time.Time      `json:"rewarded_at"`
		Language   string          `json:"language"`
		Channel    string          `json:"channel"`
		Recipient  string          `json:"recipient"`
	}
	if err := json.Unmarshal(g.Referral, &row); err != nil {
		return nil, fmt.Errorf("read a referral: %w", err)
	}
	f := &friend{Language: row.Language, Channel: row.Channel, Recipient: row.Recipient}
	f.Referral = referrals.Referral{ID: row.ID, ReferrerID: row.Referrer, FriendID: g.Member, State: row.State, Flags: row.Flags,
		JoinedAt: row.JoinedAt.UTC(), JoinedOn: *day(&row.JoinedOn), BoughtOn: day(row.BoughtOn), DueOn: day(row.DueOn), RewardedAt: row.RewardedAt}
	if row.Purchase != nil {
		f.Referral.PurchaseID = *row.Purchase
	}
	return f, nil
}

// day reads a date as PostgreSQL writes it into JSON; what it can't be stays nil.
func day(s *string) *time.Time {
	if s == nil {
		return nil
	}
	at, err := time.Parse(time.DateOnly, *s)
	if err != nil {
		return nil
	}
	return &at
}

// paidWith gives the vouchers in the order of the wanted codes. A code that is
// nobody's is fault.Refused "voucher_unknown".
func (g gathered) paidWith() ([]Voucher, error) {
	if len(g.wantedVouchers) == 0 {
		return nil, nil
	}
	var rows []struct {
		Key       string         `json:"key"`
		Member    ids.Member     `json:"member"`
		ID        ids.Voucher    `json:"id"`
		Reward    ids.Reward     `json:"reward"`
		Partner   *ids.Partner   `json:"partner"`
		State     vouchers.State `json:"state"`
		Worth     money.Amount   `json:"worth"`
		Pays      money.Amount   `json:"pays"`
		ExpiresOn string         `json:"expires_on"`
		Kind      string         `json:"kind"`
	}
	if len(g.Vouchers) > 0 {
		if err := json.Unmarshal(g.Vouchers, &rows); err != nil {
			return nil, fmt.Errorf("read vouchers: %w", err)
		}
	}
	found := map[string]Voucher{}
	for _, row := range rows {
		v := Voucher{Kind: row.Kind, Voucher: vouchers.Voucher{MemberID: row.Member, ID: row.ID, RewardID: row.Reward,
			State: row.State, Worth: row.Worth, Pays: row.Pays, ExpiresOn: *day(&row.ExpiresOn)}}
		if row.Partner != nil {
			v.PartnerID = *row.Partner
		}
		found[row.Key] = v
	}
	out := make([]Voucher, len(g.wantedVouchers))
	for i, key := range g.wantedVouchers {
		v, ok := found[fmt.Sprintf("%x", key)]
		if !ok {
			return nil, fault.New(fault.Refused, "voucher_unknown")
		}
		out[i] = v
	}
	return out, nil
}
