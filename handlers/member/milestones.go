package member

import (
	"fealty/models/programme"
	"fealty/models/referrals"
	"fealty/views"
)

// step is a milestone as the member sees it.
type step struct {
	Name, Friends, Gift string
	IsReached           bool
}

// climb is how far a member has come who brings friends.
type climb struct {
	Brought int
	// Status is what they are called now, "" before the first milestone.
	Status string
	Steps  []step
	// Next says in words what comes next, "" after the last.
	Next string
	// Goal is how many friends the next one needs.
	Goal int
}

func climbOf(l *views.Locale, v *programme.Version, brought int) climb {
	policy, names := v.Document.Referral, v.Words(l.Lang).Milestones
	c := climb{Brought: brought}
	if now := policy.Reached(brought); now != nil {
		c.Status = names[now.Key]
	}
	for _, m := range policy.Milestones {
		s := step{Name: names[m.Key], Friends: l.N("member.invite.index.milestone", m.Friends), IsReached: brought >= m.Friends}
		if m.Points > 0 {
			s.Gift = l.PointsSigned(int64(m.Points))
		}
		c.Steps = append(c.Steps, s)
	}
	if next := policy.Next(brought); next != nil {
		c.Next, c.Goal = nextWords(l, next, names[next.Key], brought), next.Friends
	}
	return c
}

func nextWords(l *views.Locale, next *referrals.Milestone, name string, brought int) string {
	if next.Points > 0 {
		return l.N("member.invite.index.next", next.Friends-brought, "Name", name, "Points", next.Points)
	}
	return l.N("member.invite.index.next_plain", next.Friends-brought, "Name", name)
}
