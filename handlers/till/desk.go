package till

import (
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/cards"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/insights"
	"fealty/models/members"
	"fealty/models/programme"
	"fealty/models/redeeming"
)

// deskShowView is the one page of the till.
type deskShowView struct {
	web.Chrome
	Form  saleForm
	Stand web.Stand
	// Shift proves who stood at the till when this page was drawn, for sales that
	// are queued on the device.
	Shift string
	// Held is the member; Hits are several; Blank a printed card that is nobody's;
	// Stranger what was typed when nobody was found.
	Held     *holder
	Hits     []members.Member
	Blank    *blank
	Stranger *stranger
	Ticket   *redeeming.Found
	// Refusal is the sentence that the clerk reads out.
	Refusal string
	// ToAmount puts the focus in the amount; Quote is what it would give.
	ToAmount bool
	Quote    *quote
	Log      []insights.TillAct
	Sum      insights.TillSum
	// LogSwaps sends the log beside its place on the page; Swaps is the button's of
	// a quote.
	LogSwaps, Swaps bool
	at              time.Time
	who             ids.Staff
}

// CanUndo tells whether the clerk may undo an act of the log.
func (v *deskShowView) CanUndo(a insights.TillAct) bool { return a.CanUndo(v.who, v.at) }

// blank is a printed card that nobody has claimed yet.
type blank struct {
	Number string
	cards.Waiting
}

// Shown is the number in groups.
func (b *blank) Shown() string { return cards.Show(b.Number) }

// stranger is somebody who was not found.
type stranger struct {
	// Text is what was typed, Contact says that it is a phone number or address.
	Text      string
	IsContact bool
	Name      string
}

const deskPage = "till/desk/show"

// askForm is what an address asks to see at the till.
type askForm struct {
	Member string `form:"member,max=40"`
	Number string `form:"number,max=40"`
	Code   string `form:"code,max=300"`
}

// deskShow is the till with nobody, or with whoever the address names.
func (t till) deskShow(c *fiber.Ctx) error {
	v, err := t.inForce(c)
	if err != nil {
		return err
	}
	view := t.view(c)
	var ask askForm
	if err := web.BindQuery(c, &ask); err != nil {
		return err
	}
	if err := t.answer(c, v, view, ask); err != nil {
		return err
	}
	return t.render(c, v, view)
}

// answer puts on the page what was asked for; what is nobody's leaves it empty.
func (t till) answer(c *fiber.Ctx, v *programme.Version, view *deskShowView, ask askForm) (err error) {
	switch {
	case ask.Member != "":
		var id ids.Member
		if id.UnmarshalText([]byte(ask.Member)) != nil {
			return fault.New(fault.NotFound, "not_found")
		}
		view.ToAmount = true
		view.Held, err = t.hold(c, v, id)
		return err
	case ask.Code != "":
		return t.show(c, v, view, found{code: ask.Code})
	case ask.Number != "":
		f, err := t.findNumber(c, ask.Number)
		if err != nil {
			return err
		}
		return t.show(c, v, view, f)
	}
	return nil
}

// show puts what was found on the page.
func (t till) show(c *fiber.Ctx, v *programme.Version, view *deskShowView, f found) (err error) {
	switch {
	case f.code != "":
		return t.showVoucher(c, v, view, f.code)
	case f.card != "":
		view.Blank, view.ToAmount = &blank{Number: f.card}, true
		view.Blank.Waiting, err = cards.WaitingOn(c.UserContext(), t.DB, f.card)
	case !f.member.IsZero():
		view.ToAmount = f.isExact
		view.Held, err = t.hold(c, v, f.member)
	case len(f.hits) > 0:
		view.Hits = f.hits
	case f.text != "":
		view.Stranger = &stranger{Text: f.text, IsContact: f.contact.Value != ""}
		if !view.Stranger.IsContact {
			view.Stranger.Name = f.text
		}
	}
	return err
}

// showVoucher tells about a voucher and uses nothing; its member's card stands
// under it.
func (t till) showVoucher(c *fiber.Ctx, v *programme.Version, view *deskShowView, code string) error {
	k := clerkOf(c)
	view.Form.Who = ""
	hit, err := redeeming.Check(c.UserContext(), t.DB, t.redeeming(), redeeming.Question{Code: code, By: k.who(), Language: web.Locale(c).Lang, Channel: channel})
	if sentence, ok := refusal(c, err); ok {
		view.Refusal = sentence
		return nil
	}
	if err != nil {
		return err
	}
	view.Ticket = &hit
	if view.Held, err = t.hold(c, v, hit.Member); err == nil {
		view.Held.Tickets = slices.DeleteFunc(view.Held.Tickets, func(other insights.Ticket) bool { return other.ID == hit.Voucher })
	}
	return err
}

// view begins the page.
func (t till) view(c *fiber.Ctx) *deskShowView {
	return &deskShowView{Stand: web.StandOf(c), Shift: t.shift(clerkOf(c)), at: t.DB.Time(), who: web.StaffOf(c).ID}
}

// render adds the log, and draws the page or what of it HTMX asked for.
func (t till) render(c *fiber.Ctx, v *programme.Version, view *deskShowView, fragments ...string) error {
	log, err := insights.ReadTillLog(c.UserContext(), t.DB, t.log(c, v, insights.TillDay))
	if err != nil {
		return err
	}
	view.Sum = insights.SumOfTill(log)
	view.Log = log[:min(len(log), insights.TillPage)]
	if view.Key == "" {
		if view.Key, err = t.freshKey(); err != nil {
			return err
		}
	}
	return web.Render(c, deskPage, view, fragments...)
}

// refusal words what stands in the way so that it can be read out; false for what
// is not one.
func refusal(c *fiber.Ctx, err error) (string, bool) {
	kind := fault.KindOf(err)
	if err == nil || kind != fault.Refused && kind != fault.NotFound && kind != fault.Invalid && kind != fault.Conflict && kind != fault.Mismatch {
		return "", false
	}
	e := fault.Of(err)
	if len(e.Fields) > 0 {
		first := e.Fields[e.FieldNames()[0]]
		e = fault.New(e.Kind, first.Key, first.Params)
	}
	return web.Sentence(c, saidAtTill(e)), true
}

// saidAtTill swaps sentences that speak to the member for such as speak of them.
func saidAtTill(e *fault.Error) *fault.Error {
	if key, ok := map[string]string{"too_few_points": "till_too_few", "limit_reached": "till_limit", "tier_too_low": "till_tier",
		"member_unknown": "till_member_unknown", "reference_taken": "till_reference_taken"}[e.Key]; ok {
		return fault.New(e.Kind, key, e.Params)
	}
	return e
}
