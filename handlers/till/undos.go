package till

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/insights"
	"fealty/models/once"
	"fealty/models/recording"
	"fealty/models/redeeming"
)

// undosCreate takes back what the clerk did here in the last fifteen minutes. The
// act and its undoing both stay in the book.
func (t till) undosCreate(c *fiber.Ctx) error {
	key, err := web.Key(c)
	if err != nil {
		return err
	}
	v, err := t.inForce(c)
	if err != nil {
		return err
	}
	var id ids.Audit
	if id.UnmarshalText([]byte(c.Params("id"))) != nil {
		return fault.New(fault.NotFound, "act_unknown")
	}
	act, err := insights.FindTillAct(c.UserContext(), t.DB, t.log(c, v, 1), id)
	if err != nil {
		return err
	}
	if err := t.mayUndo(c, act); err != nil {
		return t.sayUndo(c, err)
	}
	if err := t.undo(c, act, key); err != nil {
		return t.sayUndo(c, err)
	}
	web.Done(c, "till.desk.show.undone")
	return t.next(c, v)
}

// mayUndo lets everybody undo their own acts, for a while. Others' are not found.
func (t till) mayUndo(c *fiber.Ctx, a insights.TillAct) error {
	who, now := web.StaffOf(c).ID, t.DB.Time()
	switch {
	case a.StaffID != who:
		return fault.New(fault.NotFound, "act_unknown")
	case a.CanUndo(who, now):
		return nil
	case a.IsUndone:
		return fault.New(fault.Refused, "already_undone")
	}
	return fault.New(fault.Refused, "undo_too_late", fault.Params{"minutes": int(insights.UndoTime.Minutes())})
}

func (t till) undo(c *fiber.Ctx, a insights.TillAct, key string) error {
	k := clerkOf(c)
	switch a.Action {
	case "voucher.use":
		_, err := redeeming.UndoUse(c.UserContext(), t.DB, redeeming.Undo{Use: a.UseID, By: k.who(), Key: key})
		return err
	case "voucher.redeem":
		_, err := redeeming.ReturnVoucher(c.UserContext(), t.DB, t.redeeming(),
			redeeming.VoucherReturn{Member: a.MemberID, Voucher: ids.Voucher(a.ObjectID), Key: key, By: k.who()})
		return err
	}
	_, err := recording.Return(c.UserContext(), t.DB, t.recording(), recording.ReturnCommand{
		Key: once.Key{Scope: k.scope("undo"), Key: key}, Actor: k.actor(), Audit: k.act("till.undo"),
		Input: recording.ReturnInput{PurchaseReference: a.Reference, Reference: insights.UndoReference(a.Reference)}})
	return err
}

// sayUndo tells why not, where messages stand.
func (t till) sayUndo(c *fiber.Ctx, err error) error {
	sentence, ok := refusal(c, err)
	if !ok || fault.KindOf(err) == fault.NotFound {
		return err
	}
	web.Say(c, web.Flash{Kind: "bad", Text: sentence})
	v, err := t.inForce(c)
	if err != nil {
		return err
	}
	return t.next(c, v)
}
