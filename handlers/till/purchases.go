package till

import (
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"fealty/handlers/web"
	"fealty/models/fault"
	"fealty/models/insights"
	"fealty/models/members"
	"fealty/models/once"
	"fealty/models/programme"
	"fealty/models/recording"
)

// purchasesCreate books a purchase and clears the till for the next one.
func (t till) purchasesCreate(c *fiber.Ctx) error {
	v, err := t.inForce(c)
	if err != nil {
		return err
	}
	view := t.view(c)
	receipt, err := t.book(c, v, &view.Form)
	if err != nil {
		return t.again(c, v, view, err)
	}
	if err := t.sayBooked(c, v, receipt); err != nil {
		return err
	}
	return t.next(c, v, "till/desk/_desk")
}

// book reads the form and records it under its key.
func (t till) book(c *fiber.Ctx, v *programme.Version, form *saleForm) (recording.Receipt, error) {
	if err := web.Bind(c, form); err != nil {
		return recording.Receipt{}, err
	}
	key, err := web.Key(c)
	if err != nil {
		return recording.Receipt{}, err
	}
	s, err := form.read(v)
	if err != nil {
		return recording.Receipt{}, err
	}
	return t.record(c, v, recorded{sale: s, key: key, by: clerkOf(c)})
}

// recorded is a sale with who booked it and under which key.
type recorded struct {
	sale
	key string
	by  clerk
}

// record books a sale; without a receipt's number it gets one from its key.
func (t till) record(c *fiber.Ctx, v *programme.Version, r recorded) (recording.Receipt, error) {
	if r.receipt == "" {
		r.receipt = reference(r.by, r.key)
	}
	act := r.by.act("till.purchase")
	if !r.placedAt.IsZero() {
		act.Detail["happened_at"] = r.placedAt.UTC().Format("2006-01-02T15:04:05Z")
	}
	return recording.Purchase(c.UserContext(), t.DB, t.recording(), recording.Command{
		Key: once.Key{Scope: r.by.scope("purchase"), Key: r.key}, Actor: r.by.actor(), Audit: act, Input: r.input(r.by, v)})
}

// again draws the form with what is wrong and all that was typed; what was
// refused can be said aloud.
func (t till) again(c *fiber.Ctx, v *programme.Version, view *deskShowView, cause error) error {
	kind := fault.KindOf(cause)
	sentence, ok := refusal(c, cause)
	if !ok || kind == fault.NotFound {
		return cause
	}
	s := view.Form
	if err := t.answer(c, v, view, askForm{Member: s.Member, Number: s.Card}); err != nil {
		return err
	}
	view.ToAmount = true
	if len(fault.Of(cause).Fields) == 0 {
		view.Refusal = sentence
		return t.draw(c, v, view, cause)
	}
	return t.invalid(c, v, view, cause)
}

// draw answers a refusal with the till's own sentence on the card.
func (t till) draw(c *fiber.Ctx, v *programme.Version, view *deskShowView, cause error) error {
	c.Status(web.StatusOf(cause))
	return t.render(c, v, view, "till/desk/_desk")
}

// invalid names the fields that are wrong.
func (t till) invalid(c *fiber.Ctx, v *programme.Version, view *deskShowView, cause error) error {
	log, err := insights.ReadTillLog(c.UserContext(), t.DB, t.log(c, v, insights.TillDay))
	if err != nil {
		return err
	}
	view.Log, view.Sum = log[:min(len(log), insights.TillPage)], insights.SumOfTill(log)
	return web.Invalid(c, deskPage, view, cause, "till/desk/_desk")
}

// sayBooked tells what was given, with an undo, once on the next page.
func (t till) sayBooked(c *fiber.Ctx, v *programme.Version, r recording.Receipt) error {
	l := web.Locale(c)
	flash := web.Flash{Text: l.T("till.desk.show.booked_card", "Reference", r.Reference)}
	if !r.MemberID.IsZero() {
		m, err := members.Find(c.UserContext(), t.DB, r.MemberID)
		if err != nil {
			return err
		}
		flash.Text = l.T("till.desk.show.booked", "Name", m.FirstName, "Points", l.PointsSigned(r.Points), "Spendable", r.Wallet.Spendable)
	}
	return t.withUndo(c, v, flash, uuid.UUID(r.ID))
}

// withUndo says something with an undo of the act that made a thing.
func (t till) withUndo(c *fiber.Ctx, v *programme.Version, flash web.Flash, object uuid.UUID) error {
	log, err := insights.ReadTillLog(c.UserContext(), t.DB, t.log(c, v, insights.TillPage))
	if err != nil {
		return err
	}
	for _, a := range log {
		if a.ObjectID == object && a.CanUndo(web.StaffOf(c).ID, t.DB.Time()) && flash.Action == "" {
			flash.Action = "/till/acts/" + a.ID.String() + "/undo"
		}
	}
	web.Say(c, flash)
	return nil
}

// next draws the till for whoever comes next, with its log; without scripts it
// is the next page.
func (t till) next(c *fiber.Ctx, v *programme.Version, fragments ...string) error {
	if !isHTMX(c) {
		return web.Redirect(c, "/till")
	}
	view := t.view(c)
	view.LogSwaps = true
	return t.render(c, v, view, append(fragments, "till/desk/_log")...)
}

// stay draws the same member again, with the log.
func (t till) stay(c *fiber.Ctx, v *programme.Version, view *deskShowView) error {
	if !isHTMX(c) {
		return web.Redirect(c, "/till?member="+view.Held.ID.String())
	}
	view.LogSwaps = true
	return t.render(c, v, view, "till/desk/_desk", "till/desk/_log")
}
