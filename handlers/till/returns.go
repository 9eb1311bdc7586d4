package till

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/earning"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/members"
	"fealty/models/money"
	"fealty/models/once"
	"fealty/models/programme"
	"fealty/models/purchases"
	"fealty/models/recording"
)

// returnsNewView is goods that come back: first which purchase, then what of it.
type returnsNewView struct {
	web.Chrome
	Form returnForm
	// Member is whose purchases Latest are.
	Member *members.Member
	Latest []purchases.Purchase
	Bought *bought
	// Refusal is the sentence that the clerk reads out.
	Refusal string
}

// returnForm is found by Reference or Member; the lines come as quantities by
// number, one amount for a purchase of this till.
type returnForm struct {
	Reference string   `form:"reference,max=100"`
	Member    string   `form:"member,max=40"`
	Amount    string   `form:"amount,max=30"`
	Lines     []string `form:"lines,max=12"`
	Receipt   string   `form:"receipt,max=60"`
}

// bought is a purchase with what is left of it.
type bought struct {
	purchases.Purchase
	Lines []boughtLine
	// Left is what has not come back, Due what all of it would take of the points.
	Left money.Amount
	Due  money.Points
	// IsAmount says that part of it is given as an amount.
	IsAmount bool
}

type boughtLine struct {
	purchases.Line
	Due money.Points
}

const returnPage = "till/returns/new"

// returnsNew finds the purchase.
func (t till) returnsNew(c *fiber.Ctx) error {
	view := &returnsNewView{}
	if err := web.BindQuery(c, &view.Form); err != nil {
		return err
	}
	if err := t.findBought(c, view); err != nil {
		return err
	}
	return web.Render(c, returnPage, view)
}

// findBought looks for the purchase by its reference, or lists a member's latest.
func (t till) findBought(c *fiber.Ctx, view *returnsNewView) error {
	ctx := c.UserContext()
	if reference := strings.TrimSpace(view.Form.Reference); reference != "" {
		p, err := purchases.FindByReference(ctx, t.DB, reference)
		if fault.KindOf(err) == fault.NotFound {
			view.Refusal = web.Locale(c).T("till.returns.new.unknown")
			return nil
		}
		if err != nil {
			return err
		}
		if view.Bought, err = t.readBought(ctx, p); err != nil {
			return err
		}
		return t.findOwner(c, view, p.MemberID)
	}
	var id ids.Member
	if view.Form.Member == "" || id.UnmarshalText([]byte(view.Form.Member)) != nil {
		return nil //nolint:nilerr // what is no id is nobody
	}
	var err error
	if view.Latest, err = purchases.List(ctx, t.DB, id, ids.Purchase{}, 10); err != nil {
		return err
	}
	return t.findOwner(c, view, id)
}

func (t till) findOwner(c *fiber.Ctx, view *returnsNewView, id ids.Member) error {
	m, err := members.Find(c.UserContext(), t.DB, id)
	view.Member = &m
	return err
}

func (t till) readBought(ctx context.Context, p purchases.Purchase) (*bought, error) {
	lines, err := purchases.Lines(ctx, t.DB, p.MemberID, p.ID)
	if err != nil {
		return nil, err
	}
	b := &bought{Purchase: p, IsAmount: len(lines) == 1 && lines[0].UnitPrice == 1}
	for _, line := range lines {
		left := line.Left()
		due := earning.Due(line.Points, line.Bought, line.Returned, left)
		b.Lines = append(b.Lines, boughtLine{line, due})
		b.Due += due
		b.Left += money.Amount(money.Share(int64(line.Amount), int64(left), int64(line.Bought)))
	}
	return b, nil
}

// returnsCreate takes goods back and says what the member loses by it.
func (t till) returnsCreate(c *fiber.Ctx) error {
	view := &returnsNewView{}
	err := web.Bind(c, &view.Form)
	if err != nil {
		return web.Invalid(c, returnPage, view, err)
	}
	key, err := web.Key(c)
	if err != nil {
		return err
	}
	v, err := t.inForce(c)
	if err != nil {
		return err
	}
	if err := t.findBought(c, view); err != nil {
		return err
	}
	if view.Bought == nil {
		c.Status(fiber.StatusUnprocessableEntity)
		return web.Render(c, returnPage, view)
	}
	receipt, err := t.takeBack(c, v, view, key)
	if sentence, ok := refusal(c, err); ok && len(fault.Of(err).Fields) == 0 {
		view.Refusal = sentence
		if view.Key, err = t.freshKey(); err != nil {
			return err
		}
		c.Status(fiber.StatusConflict)
		return web.Render(c, returnPage, view)
	}
	if err != nil {
		return web.Invalid(c, returnPage, view, err)
	}
	web.Say(c, web.Flash{Text: lost(c, receipt)})
	return web.Redirect(c, "/till?member="+url.QueryEscape(view.Bought.MemberID.String()))
}

func (t till) takeBack(c *fiber.Ctx, v *programme.Version, view *returnsNewView, key string) (recording.ReturnReceipt, error) {
	lines, err := view.back(v)
	if err != nil {
		return recording.ReturnReceipt{}, err
	}
	k := clerkOf(c)
	called := strings.TrimSpace(view.Form.Receipt)
	if called == "" {
		called = reference(k, key)
	}
	return recording.Return(c.UserContext(), t.DB, t.recording(), recording.ReturnCommand{Key: once.Key{Scope: k.scope("return"), Key: key},
		Actor: k.actor(), Audit: k.act("till.return"), Input: recording.ReturnInput{PurchaseID: view.Bought.ID, Reference: called, Lines: lines}})
}

// back reads how much of each line comes back; nothing typed anywhere is all that
// is left.
func (v *returnsNewView) back(version *programme.Version) ([]recording.Back, error) {
	var wrong fault.Fields
	if v.Bought.IsAmount {
		if strings.TrimSpace(v.Form.Amount) == "" {
			return nil, nil
		}
		amount := readAmount(&wrong, version.Currency(), v.Form.Amount)
		return []recording.Back{{Line: v.Bought.Lines[0].Line.Line, Quantity: money.Quantity(amount) * money.One}}, wrong.Err()
	}
	var list []recording.Back
	for i, typed := range v.Form.Lines {
		typed = strings.Replace(plain.Replace(typed), ",", ".", 1)
		if typed == "" || typed == "0" || i >= len(v.Bought.Lines) {
			continue
		}
		quantity, err := money.ParseQuantity(typed)
		if err != nil || quantity <= 0 {
			wrong.Add("lines", "quantity")
		}
		list = append(list, recording.Back{Line: v.Bought.Lines[i].Line.Line, Quantity: quantity})
	}
	return list, wrong.Err()
}

// Number writes a line's quantity without needless zeros.
func (b boughtLine) Number() string { return trimmed(b.Left()) }

func trimmed(q money.Quantity) string {
	text := q.String()
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return text
}

// Count numbers a line for its label.
func (b boughtLine) Count() string { return strconv.Itoa(b.Line.Line) }

// lost says in words what a return took, so that the clerk can tell the member.
func lost(c *fiber.Ctx, r recording.ReturnReceipt) string {
	l := web.Locale(c)
	said := []string{l.T("till.returns.new.done", "Amount", l.Money(r.Amount), "Points", r.Taken)}
	if r.Forgiven > 0 {
		said = append(said, l.T("till.returns.new.forgiven", "Points", r.Forgiven))
	}
	if r.Owed > 0 {
		said = append(said, l.T("till.returns.new.owed", "Points", r.Owed))
	}
	if r.RestoredPoints > 0 {
		said = append(said, l.T("till.returns.new.restored", "Points", r.RestoredPoints))
	}
	return strings.Join(said, " ")
}
