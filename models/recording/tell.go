package recording

import (
	"fealty/models/messages"
	"fealty/models/referrals"
	"fealty/models/tiers"
)

// tell gives the notices: what was earned, a new tier, and to the referrer that
// the friend has bought.
func (p *purchase) tell() ([]messages.Message, error) {
	if p.cmd.Quiet {
		return nil, nil
	}
	var notes []messages.Message
	d := p.decision
	note := p.gathered.note(p.receipt.ID.String(), p.facts)
	if d.Award.Points > 0 {
		params := messages.Params{"points": d.Award.Points, "spendable": p.receipt.Wallet.Spendable}
		if d.Award.AvailableOn.After(p.facts.Today) {
			params["available_on"] = p.receipt.AvailableOn
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
	bought, err := p.toReferrer()
	return append(notes, bought...), err
}

// note addresses notices to the member; with no verified contact there is none.
func (g gathered) note(source string, f Facts) func(string, messages.Params) []messages.Message {
	return func(template string, params messages.Params) []messages.Message {
		if g.Channel == nil || g.Recipient == nil {
			return nil
		}
		return []messages.Message{{ID: messages.ID(template, source, *g.Recipient), MemberID: g.Member, Channel: channelOf(*g.Channel),
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
func (p *purchase) toReferrer() ([]messages.Message, error) {
	change := p.decision.Referral
	if !change.Changed || change.Referral.State != referrals.Waiting {
		return nil, nil
	}
	brought, err := p.gathered.friend()
	if err != nil || brought == nil || brought.Recipient == "" {
		return nil, err
	}
	params := messages.Params{"points": p.facts.Version.Document.Referral.ReferrerPoints}
	if due := change.Referral.DueOn; due != nil {
		params["available_on"] = dateText(due)
	}
	source := change.Referral.ID.String() + p.facts.Purchase.String()
	return []messages.Message{{ID: messages.ID(messages.FriendBought, source, brought.Recipient), MemberID: change.Referral.ReferrerID,
		Channel: channelOf(brought.Channel), Recipient: brought.Recipient, Template: messages.FriendBought,
		Language: brought.Language, Params: params, CreatedAt: p.facts.RecordedAt}}, nil
}
