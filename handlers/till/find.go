package till

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"fealty/models/cards"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/members"
	"fealty/models/vouchers"
)

// found is what the one field was about: a member, several, a printed card, a
// voucher, or somebody who is no member yet.
type found struct {
	member ids.Member
	// isExact says that nothing else could have been meant, so that the next thing
	// to type is the amount.
	isExact bool
	hits    []members.Member
	// card is a printed card that nobody has claimed.
	card string
	// code is a voucher's, as it was typed or scanned.
	code string
	// text is what to make a new member of; contact says that it is one.
	text    string
	contact members.Contact
}

// mostHits is how many members the list shows.
const mostHits = 8

// find reads the one field: an address from a QR code, a voucher's code, a
// number of a member or of a printed card, a contact, or the beginning of a name.
func (t till) find(c *fiber.Ctx, text string) (found, error) {
	text = strings.TrimSpace(text)
	if _, code, ok := strings.Cut(text, "/v/"); ok {
		return found{code: code}, nil
	}
	if _, number, ok := strings.Cut(text, "/c/"); ok {
		text = number
	}
	if code, err := vouchers.ParseCode(text); err == nil {
		return found{code: code.String()}, nil
	}
	if f, err := t.findNumber(c, text); err != nil || f.isExact {
		return f, err
	}
	return t.findPerson(c, text)
}

// findNumber looks for a member's number and a printed card's.
func (t till) findNumber(c *fiber.Ctx, text string) (found, error) {
	if number, ok := members.ParseNumber(text); ok {
		m, err := members.FindByNumber(c.UserContext(), t.DB, number)
		if err == nil && m.IsActive() {
			return found{member: m.ID, isExact: true}, nil
		}
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return found{}, err
		}
	}
	number, ok := cards.Parse(text)
	if !ok {
		return found{}, nil
	}
	card, err := cards.Find(c.UserContext(), t.DB, number)
	switch {
	case fault.KindOf(err) == fault.NotFound:
		return found{}, nil
	case err != nil:
		return found{}, err
	case card.IsClaimed():
		return found{member: card.MemberID, isExact: true}, nil
	}
	return found{card: number, isExact: true}, nil
}

// findPerson looks for a contact, and else for names.
func (t till) findPerson(c *fiber.Ctx, text string) (found, error) {
	v, err := t.inForce(c)
	if err != nil {
		return found{}, err
	}
	region := v.Document.Club.Country
	contact, contactErr := members.NormaliseContact(text, region)
	list, err := members.Search(c.UserContext(), t.DB, members.Query{Text: text, Region: region}, ids.Member{})
	if err != nil || text == "" {
		return found{}, err
	}
	f := found{text: text}
	if contactErr == nil {
		f.contact = contact
	}
	switch {
	case len(list) == 1:
		f.member, f.isExact = list[0].ID, contactErr == nil
	case len(list) > 1:
		f.hits = list[:min(len(list), mostHits)]
	}
	return f, nil
}
