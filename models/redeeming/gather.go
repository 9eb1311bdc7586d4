package redeeming

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/messages"
	"fealty/models/programme"
)

// holder is what a redemption must know about the member, read in one statement.
type holder struct {
	State    string  `db:"state"`
	Language string  `db:"language"`
	Tier     string  `db:"tier"`
	Held     int     `db:"held"`
	Channel  *string `db:"channel"`
	Contact  *string `db:"contact"`
}

func gatherHolder(ctx context.Context, r db.Reader, v *programme.Version, ask Ask) (holder, error) {
	var h holder
	since := catalogue.StartsOf(v.Today(r.Time()), v.Zone())
	err := r.Get(ctx, &h, `SELECT m.state, m.language, coalesce(s.tier, '') AS tier, c.kind AS channel, c.value AS contact,
			(SELECT count(*) FROM vouchers v JOIN rewards r ON r.id = v.reward_id WHERE v.member_id = m.id AND v.reward_id = $2
				AND (v.state NOT IN ('returned', 'cancelled') OR EXISTS (SELECT FROM gifts g WHERE g.voucher_id = v.id AND g.state = 'accepted')) AND v.issued_at >= CASE r.per_period
					WHEN 'day' THEN cast($3 AS timestamptz) WHEN 'month' THEN $4 WHEN 'year' THEN $5 ELSE '-infinity' END) AS held
		FROM members m LEFT JOIN standings s ON s.member_id = m.id
		LEFT JOIN LATERAL (SELECT kind, value FROM member_contacts WHERE member_id = m.id
			AND verified_at IS NOT NULL ORDER BY kind, value LIMIT 1) c ON true
		WHERE m.id = $1`, ask.Member, ask.Reward, since.Day, since.Month, since.Year)
	if errors.Is(err, sql.ErrNoRows) || (err == nil && h.State != "active") {
		return h, fault.New(fault.NotFound, "not_found")
	}
	if err != nil {
		return h, fmt.Errorf("gather a member's facts: %w", err)
	}
	return h, nil
}

// Gather reads the facts about one reward for a member, for a page; Spendable
// and Today come from the caller, who has them. A draft is not found.
func Gather(ctx context.Context, r db.Reader, v *programme.Version, ask Ask) (Facts, error) {
	h, err := gatherHolder(ctx, r, v, ask)
	if err != nil {
		return Facts{}, err
	}
	return gather(ctx, r, v, ask, h)
}

// Ask is whose facts about which reward, in which language ("" for the
// member's own).
type Ask struct {
	Member   ids.Member
	Reward   ids.Reward
	Language string
}

func gather(ctx context.Context, r db.Reader, v *programme.Version, ask Ask, h holder) (Facts, error) {
	if ask.Language == "" {
		ask.Language = h.Language
	}
	card, err := catalogue.Show(ctx, r, ask.Reward, languages(v, ask.Language))
	if err != nil {
		return Facts{}, err
	}
	if card.State == catalogue.Draft {
		return Facts{}, fault.New(fault.NotFound, "reward_unknown")
	}
	f := Facts{Card: card, Tiers: v.Document.Tiers, Tier: h.Tier, Held: h.Held, Today: v.Today(r.Time()), Now: r.Time()}
	if f.Tier == "" {
		f.Tier = f.Tiers.First().Key
	}
	return f, nil
}

// notice is a message to the member, or none when no contact of theirs is verified.
func (h holder) notice(member ids.Member, template string, about string) []messages.Message {
	if h.Channel == nil || h.Contact == nil {
		return nil
	}
	channel := messages.Email
	if *h.Channel == "phone" {
		channel = messages.SMS
	}
	return []messages.Message{{ID: messages.ID(template, about, *h.Contact), MemberID: member, Channel: channel,
		Recipient: *h.Contact, Template: template, Language: h.Language}}
}

func dateText(day time.Time) string { return day.Format(time.DateOnly) }
