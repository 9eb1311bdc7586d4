package recording

import (
	"fealty/models/db"
	"fealty/models/messages"
	"fealty/models/referrals"
	"fealty/models/tiers"
)

// tell writes the notices: what was earned, a new tier, and to the referrer that
// the friend has bought.
func (p *purchase) tell(o outcome, r Receipt) ([]db.Write, error) {
	if p.cmd.Quiet {
		return nil, nil
	}
	var notes []messages.Message
	d := o.decision
	note := o.gathered.note(r.ID.String(), o.facts)
	if d.Award.Points > 0 {
		params := messages.Params{"points": d.Award.Points, "spendable": r.Wallet.Spendable}
		if d.Award.AvailableOn.After(o.facts.Today) {
			params["available_on"] = r.AvailableOn
		}
		notes = append(notes, note(messages.PointsEarned, params)...)
	}
	if d.Change.Kind == tiers.Up {
		params := messages.Params{"tier": d.Change.To}
		if d.Standing.KeepUntil != nil {
			params["keep_until"] = dateText(d.Standing.KeepUntil)
		}
		notes = append(notes, note(messages.TierUp, params)...)
	}
	bought, err := toReferrer(o)
	if err != nil {
		return nil, err
	}
	if notes = append(notes, bought...); len(notes) == 0 {
		return nil, nil
	}
	return []db.Write{messages.Insert(notes...)}, nil
}

// note addresses notices to the member; with no verified contact there is none.
func (g gathered) note(source string, f Facts) func(string, messages.Params) []messages.Message {
	return func(template string, params messages.Params) []messages.Message {
		if g.Channel == nil || g.Recipient == nil {
			return nil
		}
		return []messages.Message{{ID: messages.ID(template, source, *g.Recipient), MemberID: g.memberID, Channel: channelOf(*g.Channel),
			Recipient: *g.Recipient, Template: template, Language: g.Language, Params: params, CreatedAt: f.RecordedAt}}
	}
}

// channelOf is how a kind of contact is written to.
func channelOf(kind string) string {
	if kind == "phone" {
		return messages.SMS
	}
	return messages.Email
}

// toReferrer tells that the friend has bought and until when the gain waits.
func toReferrer(o outcome) ([]messages.Message, error) {
	change := o.decision.Referral
	if !change.Changed || change.Referral.State != referrals.Waiting {
		return nil, nil
	}
	brought, err := o.gathered.friend()
	if err != nil || brought == nil || brought.Recipient == "" {
		return nil, err
	}
	params := messages.Params{"points": o.facts.Version.Document.Referral.ReferrerPoints}
	if due := change.Referral.DueOn; due != nil {
		params["available_on"] = dateText(due)
	}
	source := change.Referral.ID.String() + o.facts.Purchase.String()
	return []messages.Message{{ID: messages.ID(messages.FriendBought, source, brought.Recipient), MemberID: change.Referral.ReferrerID,
		Channel: channelOf(brought.Channel), Recipient: brought.Recipient, Template: messages.FriendBought,
		Language: brought.Language, Params: params, CreatedAt: o.facts.RecordedAt}}, nil
}
