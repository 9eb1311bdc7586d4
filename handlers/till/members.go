package till

import (
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"fealty/handlers/web"
	"fealty/models/cards"
	"fealty/models/enrolling"
	"fealty/models/fault"
	"fealty/models/limits"
	"fealty/models/members"
	"fealty/models/programme"
	"fealty/models/recording"
)

// newcomerForm makes a member at the counter, with the purchase they have just
// made and the printed card they carry, where there is one.
type newcomerForm struct {
	Contact   string `form:"contact,max=254"`
	FirstName string `form:"first_name,max=80"`
	Card      string `form:"card,max=20"`
	Amount    string `form:"amount,max=30"`
	Shift     string `form:"shift,max=400"`
}

// membersCreate makes a member and books their purchase. Each of the steps does
// nothing the second time, so the form may be sent again after a break: the
// contact finds its member, the card is theirs, the key has its receipt.
func (t till) membersCreate(c *fiber.Ctx) error {
	v, err := t.inForce(c)
	if err != nil {
		return err
	}
	view := t.view(c)
	var form newcomerForm
	err = web.Bind(c, &form)
	var joined enrolling.Joined
	var receipt *recording.Receipt
	if err == nil {
		joined, receipt, err = t.join(c, v, form)
	}
	if err != nil {
		return t.joinAgain(c, v, view, form, err)
	}
	if err := t.sayJoined(c, v, joined, receipt); err != nil {
		return err
	}
	if receipt != nil || !isHTMX(c) {
		return t.next(c, v, "till/desk/_desk")
	}
	view.ToAmount = true
	if view.Held, err = t.hold(c, v, joined.Member.ID); err != nil {
		return err
	}
	return t.stay(c, v, view)
}

func (t till) join(c *fiber.Ctx, v *programme.Version, form newcomerForm) (joined enrolling.Joined, receipt *recording.Receipt, err error) {
	key, err := web.Key(c)
	if err != nil {
		return joined, nil, err
	}
	s := sale{}
	if strings.TrimSpace(form.Amount) != "" {
		if s, err = (saleForm{Amount: form.Amount}).read(v); err != nil {
			return joined, nil, err
		}
	}
	k := clerkOf(c)
	if err = t.takeJoin(c, k); err != nil {
		return joined, nil, err
	}
	joined, err = enrolling.Join(c.UserContext(), t.DB, t.enrolling(), enrolling.Joining{Contact: form.Contact, FirstName: strings.TrimSpace(form.FirstName),
		Language: v.Document.Club.Languages[0], Via: members.ViaTill, Greets: true, Audit: k.act("till.join")})
	if err != nil {
		return joined, nil, err
	}
	if number, ok := cards.Parse(form.Card); ok {
		if _, err = t.claim(c, number, joined.Member); err != nil {
			return joined, nil, err
		}
	}
	if s.amount == 0 {
		return joined, nil, nil
	}
	s.who = recording.Who{ID: joined.Member.ID}
	booked, err := t.record(c, v, recorded{sale: s, key: key, by: k})
	return joined, &booked, err
}

// takeJoin counts a new member: each is sent a message.
func (t till) takeJoin(c *fiber.Ctx, k clerk) error {
	return limits.TakeAll(c.UserContext(), t.DB,
		limits.Use{Key: "tilljoin:staff:" + k.id.String(), Limit: limits.Limit{Count: 60, Per: 10 * time.Minute}},
		limits.Use{Key: "tilljoin:day:" + k.id.String(), Limit: limits.Limit{Count: 500, Per: 24 * time.Hour}})
}

func (t till) claim(c *fiber.Ctx, number string, m members.Member) (enrolling.CardClaimed, error) {
	k := clerkOf(c)
	return enrolling.ClaimCard(c.UserContext(), t.DB, t.enrolling(), enrolling.CardClaim{Number: number, Member: m.ID, Actor: k.actor(), Audit: k.act("till.card")})
}

func (t till) sayJoined(c *fiber.Ctx, v *programme.Version, j enrolling.Joined, receipt *recording.Receipt) error {
	l := web.Locale(c)
	key := "till.desk.show.known"
	if j.IsNew {
		key = "till.desk.show.joined"
	}
	if receipt == nil {
		web.Say(c, web.Flash{Text: l.T(key, "Name", j.Member.FirstName, "Points", l.PointsSigned(j.Points))})
		return nil
	}
	points := receipt.Points + j.Points
	return t.withUndo(c, v, web.Flash{Text: l.T(key, "Name", j.Member.FirstName, "Points", l.PointsSigned(points))}, uuid.UUID(receipt.ID))
}

// joinAgain draws the form of a newcomer with what is wrong and all that was
// typed.
func (t till) joinAgain(c *fiber.Ctx, v *programme.Version, view *deskShowView, form newcomerForm, cause error) error {
	sentence, ok := refusal(c, cause)
	if !ok || fault.KindOf(cause) == fault.NotFound {
		return cause
	}
	if number, isCard := cards.Parse(form.Card); isCard {
		view.Blank = &blank{Number: number}
	}
	view.Stranger = &stranger{Text: form.Contact, IsContact: true, Name: form.FirstName}
	view.Form.Amount = form.Amount
	if len(fault.Of(cause).Fields) == 0 {
		view.Refusal = sentence
		return t.draw(c, v, view, cause)
	}
	return t.invalid(c, v, view, cause)
}

type cardForm struct {
	Member string `form:"member,max=40"`
	Card   string `form:"card,max=300"`
}

// cardsCreate adds a printed card to a member, with what was bought on it.
func (t till) cardsCreate(c *fiber.Ctx) error {
	var form cardForm
	if err := web.Bind(c, &form); err != nil {
		return err
	}
	v, err := t.inForce(c)
	if err != nil {
		return err
	}
	view := t.view(c)
	if err := t.answer(c, v, view, askForm{Member: form.Member}); err != nil {
		return err
	}
	if view.Held == nil {
		return fault.New(fault.NotFound, "not_found")
	}
	if err := t.takeFind(c); err != nil {
		return err
	}
	got, cause := t.addCard(c, form, view.Held.Member)
	if sentence, ok := refusal(c, cause); ok {
		view.Refusal = sentence
		return t.draw(c, v, view, cause)
	}
	if cause != nil {
		return cause
	}
	if view.Held, err = t.hold(c, v, view.Held.ID); err != nil {
		return err
	}
	l := web.Locale(c)
	web.Say(c, web.Flash{Text: l.N("till.desk.show.card_added", got.Purchases, "Points", l.PointsSigned(got.Points))})
	return t.stay(c, v, view)
}

func (t till) addCard(c *fiber.Ctx, form cardForm, m members.Member) (enrolling.CardClaimed, error) {
	text := form.Card
	if _, number, ok := strings.Cut(text, "/c/"); ok {
		text = number
	}
	number, ok := cards.Parse(text)
	if !ok {
		return enrolling.CardClaimed{}, fault.New(fault.Invalid, "card_form")
	}
	return t.claim(c, number, m)
}
