package closing

import (
	"context"
	"time"

	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/messages"
	"fealty/models/tiers"
)

// fall is a tier that a member lost at the end of a day.
type fall struct {
	member ids.Member
	change tiers.Change
	on     time.Time
}

// tellFallen says from which tier to which, and what the way back is from the
// next morning: in a calendar year it begins anew.
func (n *night) tellFallen(ctx context.Context, tx *db.Tx, fallen []fall) ([]db.Write, error) {
	if len(fallen) == 0 {
		return nil, nil
	}
	of := make(map[ids.Member]fall, len(fallen))
	members, spans := make([]ids.Member, len(fallen)), make([]span, len(fallen))
	for i, f := range fallen {
		of[f.member], members[i], spans[i] = f, f.member, n.spanOn(f.member, f.on.AddDate(0, 0, 1))
	}
	windows, err := sums(ctx, tx, spans)
	if err != nil {
		return nil, err
	}
	to, err := addressees(ctx, tx, members)
	if err != nil || len(to) == 0 {
		return nil, err
	}
	told, policy := make([]messages.Message, len(to)), n.v.Document.Tiers
	for i, a := range to {
		f := of[a.Member]
		day := f.on.Format(time.DateOnly)
		told[i] = a.message(messages.TierDown, f.change.From+" "+day, tx.Now)
		told[i].Params = messages.Params{"why": "term", "from": f.change.From, "tier": f.change.To, "keep_until": day,
			policy.Unit(): tiers.WayBack(policy, f.change.From, windows[a.Member])}
	}
	n.report.Told += len(told)
	return []db.Write{messages.Insert(told...)}, nil
}

// tellAtRisk warns members whose tier will fall as things stand, as many days
// before as the programme says, once for each promise. The nights after that
// day look again: one may have been missed, and a return may have come.
func (n *night) tellAtRisk(ctx context.Context) error {
	last := n.day.AddDate(0, 0, n.v.Document.Tiers.Notice())
	from := last.AddDate(0, 0, 1-catchUp)
	if !from.After(n.day) {
		from = n.day.AddDate(0, 0, 1)
	}
	var after ids.Member
	for {
		ending, err := tiers.EndingBetween(ctx, n.d, tiers.Ending{From: from, To: last, After: after}, batch)
		if err != nil || len(ending) == 0 {
			return err
		}
		after = ending[len(ending)-1].MemberID
		if err := n.inTx(ctx, func(tx *db.Tx) error { return n.warnOfFall(ctx, tx, ending) }); err != nil {
			return err
		}
	}
}

// warnOfFall looks at what counts by now on the last promised day.
func (n *night) warnOfFall(ctx context.Context, tx *db.Tx, ending []tiers.Standing) error {
	spans := make([]span, len(ending))
	for i, s := range ending {
		spans[i] = n.spanOn(s.MemberID, *s.KeepUntil)
	}
	windows, err := sums(ctx, tx, spans)
	if err != nil {
		return err
	}
	risks := map[ids.Member]tiers.Risk{}
	var members []ids.Member
	for _, s := range ending {
		if risk, is := tiers.AtRisk(n.v.Document.Tiers, s, windows[s.MemberID]); is {
			risks[s.MemberID], members = risk, append(members, s.MemberID)
		}
	}
	to, err := addressees(ctx, tx, members)
	if err != nil || len(to) == 0 {
		return err
	}
	told := make([]messages.Message, len(to))
	for i, a := range to {
		risk := risks[a.Member]
		day := risk.KeepBy.Format(time.DateOnly)
		told[i] = a.message(messages.TierAtRisk, risk.Tier+" "+day, tx.Now)
		told[i].Params = messages.Params{"tier": risk.Tier, "next": risk.To, "keep_until": day, n.v.Document.Tiers.Unit(): risk.KeepToGo}
	}
	n.report.Told += len(told)
	return tx.Apply(ctx, messages.Insert(told...))
}
