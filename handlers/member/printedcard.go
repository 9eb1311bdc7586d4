package member

import (
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"fealty/handlers/web"
	"fealty/models/cards"
	"fealty/models/enrolling"
	"fealty/models/fault"
	"fealty/models/ledger"
	"fealty/models/limits"
)

type printedcardShowView struct {
	web.Chrome
	// Number leads, Shown is in groups; Join leads a stranger on and back.
	Number, Shown, Join, SignIn string
	IsMember                    bool
	// Refusal is why the card could not be added.
	Refusal string
}

// printedView is a printed card's page: it tells nobody whether there is such a
// card. A member adds it with one press, a stranger joins first.
func printedView(c *fiber.Ctx, number string) *printedcardShowView {
	here := "/c/" + number
	v := &printedcardShowView{Number: number, Shown: cards.Show(number), IsMember: !web.MemberOf(c).ID.IsZero(),
		Join: address("/join", "next", here), SignIn: address("/signin", "next", here)}
	v.Narrow = true
	return v
}

// takeCard counts a card that somebody claims: a number that was never printed
// can't be found by trying.
func takeCard(c *fiber.Ctx, d web.Deps) error {
	return limits.TakeAll(c.UserContext(), d.DB,
		limits.Use{Key: "card:member:" + web.MemberOf(c).ID.String(), Limit: limits.Limit{Count: 10, Per: time.Hour}},
		limits.Use{Key: "card:address:" + limits.AddressPrefix(c.IP()), Limit: limits.Limit{Count: 60, Per: time.Hour}})
}

type cardForm struct {
	Number string `form:"number,max=30"`
}

// claimedNumber is the card's number in the address, or as it was typed.
func claimedNumber(c *fiber.Ctx) (string, error) {
	text := c.Params("number")
	if text == "" {
		var form cardForm
		if err := web.Bind(c, &form); err != nil {
			return "", err
		}
		text = form.Number
	}
	if number, ok := cards.Parse(text); ok {
		return number, nil
	}
	return "", fault.New(fault.Invalid, "card_form")
}

// printedcardsCreate makes a printed card the member's own, with what was bought
// on it.
func printedcardsCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		number, err := claimedNumber(c)
		if err != nil {
			return err
		}
		if err := takeCard(c, d); err != nil {
			return err
		}
		m := web.MemberOf(c)
		claimed, err := enrolling.ClaimCard(c.UserContext(), d.DB, enrolling.Deps{Programme: d.Programme, Keys: d.Keyring, CodeKey: d.CodeKey},
			enrolling.CardClaim{Number: number, Member: m.ID, Actor: ledger.Actor{Kind: ledger.ByMember, ID: uuid.UUID(m.ID)}})
		if kind := fault.KindOf(err); kind == fault.NotFound || kind == fault.Refused {
			view := printedView(c, number)
			view.Refusal = web.Sentence(c, fault.Of(err))
			c.Status(fiber.StatusConflict)
			return web.Render(c, "member/printedcard/show", view)
		}
		if err != nil {
			return err
		}
		l := web.Locale(c)
		web.Say(c, web.Flash{Text: l.N("member.printedcard.show.done", claimed.Purchases, "Points", l.PointsSigned(claimed.Points))})
		return web.Redirect(c, "/activity")
	}
}
