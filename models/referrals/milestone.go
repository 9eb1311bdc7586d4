package referrals

import "fealty/models/money"

// Milestone is what a member gets who has brought so many friends: a status,
// whose name stands in the programme's words under Key, and points beside.
type Milestone struct {
	Key     string       `json:"key"`
	Friends int          `json:"friends"`
	Points  money.Points `json:"points,omitempty"`
}

// Reached gives the highest milestone that a number of rewarded friends has come
// to; nil before the first.
func (p Policy) Reached(friends int) *Milestone {
	var best *Milestone
	for i, m := range p.Milestones {
		if friends >= m.Friends {
			best = &p.Milestones[i]
		}
	}
	return best
}

// Next gives the milestone that comes after so many friends; nil after the last.
func (p Policy) Next(friends int) *Milestone {
	for i, m := range p.Milestones {
		if friends < m.Friends {
			return &p.Milestones[i]
		}
	}
	return nil
}

// Due gives the milestones that a number of friends has come to and that were not
// reached before, which are named by their numbers of friends.
func (p Policy) Due(friends int, before []int) []Milestone {
	had := map[int]bool{}
	for _, n := range before {
		had[n] = true
	}
	var due []Milestone
	for _, m := range p.Milestones {
		if friends >= m.Friends && !had[m.Friends] {
			due = append(due, m)
		}
	}
	return due
}
