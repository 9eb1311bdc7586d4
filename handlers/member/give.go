package member

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/fault"
	"fealty/models/giving"
	"fealty/models/ids"
	"fealty/models/insights"
	"fealty/models/ledger"
	"fealty/models/money"
)

// giveForm is what a member wants to give: points is a number, or "other" for
// what stands in Other.
type giveForm struct {
	Cause  ids.Cause `form:"cause"`
	Points string    `form:"points,max=20"`
	Other  string    `form:"other,max=20"`
	// Shown is the sum that stood beside the button when it was pressed.
	Shown string `form:"shown,max=100"`
}

// points reads the number; what is none is a fault of its field.
func (f giveForm) points() (money.Points, error) {
	var wrong fault.Fields
	field, text := "points", f.Points
	if text == "other" {
		field, text = "other", f.Other
	}
	plain := strings.NewReplacer(" ", "", "\u00a0", "").Replace(text)
	n, err := strconv.ParseUint(plain, 10, 63) // no sign
	switch {
	case text == "":
		wrong.Add(field, "required")
	case err != nil:
		wrong.Add(field, "field.number")
	case n < 1 || n > uint64(mostGiven):
		wrong.Add(field, "between", fault.Params{"min": 1, "max": int64(mostGiven)})
	}
	return money.Points(n), wrong.Err()
}

// mostGiven bounds one gift, as giving does.
const mostGiven money.Points = 1_000_000_000

type giveIndexView struct {
	web.Chrome
	insights.Giving
	Form giveForm
	Has  ledger.Totals
	// Amounts are the chips.
	Amounts []web.Choice
	// Value is what 100 points become, in words.
	Value giveValue
	Sum   giveSum
	// MustLook asks to look at the sum, which was another before the press.
	MustLook bool
}

// IsChosen tells whether a cause is the chosen one.
func (v *giveIndexView) IsChosen(id ids.Cause) bool { return id == v.Form.Cause }

// MineTotal and EveryoneTotal are in money, with what the shop adds.
func (v *giveIndexView) MineTotal() money.Amount { return v.Mine.Amount + v.Mine.Matched }

// EveryoneTotal is what all gave this year, with what the shop adds.
func (v *giveIndexView) EveryoneTotal() money.Amount { return v.Everyone.Amount + v.Everyone.Matched }

// giveValue tells what points become.
type giveValue struct{ Points, Money string }

// giveSum is what the gift in the form comes to; HasSum is false as long as
// nothing is chosen that could be given.
type giveSum struct {
	HasSum         bool
	Cause          insights.Cause
	Points, Keep   money.Points
	Given, Matched money.Amount
	// Short tells how many points are missing, or 0.
	Short money.Points
}

// Shown names the sum, so that a press under another one is noticed.
func (s giveSum) Shown() string {
	if !s.HasSum {
		return "none"
	}
	return number(s.Points) + "." + s.Cause.ID.String()
}

// Total is what the cause gets.
func (s giveSum) Total() money.Amount { return s.Given + s.Matched }

func giveIndex(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := readGive(c, d)
		if err != nil {
			return err
		}
		return web.Render(c, "member/give/index", v)
	}
}

// sumsShow works out the gift that is chosen, for the page without pressing.
func sumsShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := readGive(c, d)
		if err != nil {
			return err
		}
		return web.Render(c, "member/give/index", v, "member/give/_sum")
	}
}

// readGive reads the page with what the address chooses.
func readGive(c *fiber.Ctx, d web.Deps) (*giveIndexView, error) {
	var f giveForm
	if err := web.BindQuery(c, &f); err != nil {
		f = giveForm{}
	}
	return giveWith(c, d, f)
}

func giveWith(c *fiber.Ctx, d web.Deps, f giveForm) (*giveIndexView, error) {
	version, err := inForce(c, d)
	if err != nil {
		return nil, err
	}
	today := version.Today(d.DB.Time())
	v := &giveIndexView{Form: f}
	if v.Giving, err = insights.ReadGiving(c.UserContext(), d.DB, readerOf(c), version.Document.Club.Languages[0], today); err != nil {
		return nil, err
	}
	if v.Has, err = ledger.Balances(c.UserContext(), d.DB, web.MemberOf(c).ID, today); err != nil {
		return nil, err
	}
	l := web.Locale(c)
	v.Value = giveValue{l.Points(100), l.Money(version.Document.Giving.ValuePer100)}
	v.choose(l, version)
	return v, nil
}

// donationsCreate gives points. The same form sent twice gives once.
func donationsCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		var f giveForm
		err := web.Bind(c, &f)
		if err == nil && f.Cause.IsZero() {
			var wrong fault.Fields
			wrong.Add("cause", "required")
			err = wrong.Err()
		}
		var points money.Points
		if err == nil {
			points, err = f.points()
		}
		if err != nil {
			return refuseGift(c, d, f, err)
		}
		if f.Shown != "" && f.Shown != number(points)+"."+f.Cause.String() {
			return showSum(c, d, f)
		}
		key, err := web.Key(c)
		if err != nil {
			return err
		}
		receipt, err := giving.Donate(c.UserContext(), d.DB, giving.Deps{Programme: d.Programme},
			giving.Gift{Member: web.MemberOf(c).ID, Cause: f.Cause, Points: points, Key: key})
		if err != nil {
			return refuseGift(c, d, f, err)
		}
		return web.Redirect(c, "/donations/"+receipt.Donation.String())
	}
}

// showSum is for browsers without scripts, and for a press that was quicker than
// the sum: nothing is given under another sum than the one that was read.
func showSum(c *fiber.Ctx, d web.Deps, f giveForm) error {
	v, err := giveWith(c, d, f)
	if err != nil {
		return err
	}
	v.MustLook = v.Sum.HasSum && v.Sum.Short == 0
	return web.Render(c, "member/give/index", v)
}

// refuseGift draws the page again with what was typed, and leads back to it from
// a refusal.
func refuseGift(c *fiber.Ctx, d web.Deps, f giveForm, cause error) error {
	if fault.KindOf(cause) != fault.Invalid {
		return web.Refuse(c, cause, address("/give", "cause", f.Cause.String(), "points", f.Points, "other", f.Other))
	}
	v, err := giveWith(c, d, f)
	if err != nil {
		return err
	}
	return web.Invalid(c, "member/give/index", v, cause)
}
