package programme

import (
	"fmt"

	"fealty/models/money"
	"fealty/models/spending"
)

// Bounds of how points pay.
const (
	maxHoldMinutes = 24 * 60
	maxChannels    = 20
)

// defaultPaying lets points pay up to half of a basket, a hundred at a time.
func defaultPaying() *spending.Policy {
	return &spending.Policy{Points: true, Credit: true, Channels: []string{}, Share: 50, Step: 100, Minimum: 100, HoldMinutes: 30}
}

// Pays is how far points and credit pay, also of a document that says nothing.
func (s Spending) Pays() spending.Policy {
	if s.Paying == nil {
		return spending.Free()
	}
	return *s.Paying
}

// Case is a basket to be paid under this document.
func (s Spending) Case(total money.Amount, channel string, has spending.Purse) spending.Case {
	return spending.Case{Policy: s.Pays(), WorthPer100: s.WorthPer100, Total: total, Channel: channel, Has: has}
}

func (c *checker) paying(p *spending.Policy) {
	if p == nil {
		return
	}
	c.between("spending.paying.share", int64(p.Share), 1, 100)
	c.between("spending.paying.step", int64(p.Step), 1, maxPoints)
	c.between("spending.paying.minimum", int64(p.Minimum), 0, maxPoints)
	c.between("spending.paying.hold_minutes", int64(p.HoldMinutes), 1, maxHoldMinutes)
	c.atMost("spending.paying.channels", len(p.Channels), maxChannels)
	for i, channel := range p.Channels {
		c.text(fmt.Sprintf("spending.paying.channels[%d]", i), channel)
	}
}
