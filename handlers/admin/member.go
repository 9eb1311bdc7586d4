package admin

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/adjustments"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/insights"
	"fealty/models/members"
	"fealty/models/money"
	"fealty/models/programme"
)

type adjustmentForm struct {
	Points string `form:"points,max=20"`
	Take   bool   `form:"take"`
	Reason string `form:"reason"`
}

// memberTabs are the parts of a member's page; the first is shown unasked.
var memberTabs = [...]string{"summary", "points", "purchases", "vouchers", "messages", "consents", "acts"}

type membersShowView struct {
	web.Chrome
	Form     adjustmentForm
	Member   members.Member
	Contacts []contactLine
	Home     insights.Home
	TierName string
	Fields   []fieldLine
	// Waiting are points that a second person must agree to.
	Waiting []waitingLine
	// Into is who the member was merged into; nil for one who is there.
	Into *members.Member
	Tabs []web.Choice
	Part memberPart
	// What this role may do here.
	CanAdjust, CanEdit bool
}

// Number is the member's number in groups, or "" when it is gone.
func (v *membersShowView) Number() string {
	if v.Member.State == members.Erased {
		return ""
	}
	return members.ShowNumber(v.Member.Number)
}

// Shows tells whether a part of the page is the one that is shown.
func (v *membersShowView) Shows(tab string) bool {
	for _, t := range v.Tabs {
		if t.On {
			return t.Value == tab
		}
	}
	return false
}

// contactLine is a contact as this role may see it.
type contactLine struct {
	Kind, Text string
	Verified   bool
}

// waitingLine is an adjustment that waits, in words.
type waitingLine struct {
	adjustments.Adjustment
	Signed, Who string
	// MayDecide is whether this person is not the one who asked.
	MayDecide bool
	Key       string
}

func membersShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := readMember(c, d)
		if err != nil {
			return err
		}
		return web.Render(c, "admin/members/show", v)
	}
}

// proveAdjustments is from how many points on an adjustment asks for a fresh
// proof (R11); far more waits for a second person, too.
const proveAdjustments money.Points = 1_000

// adjustmentsCreate gives or takes points by hand, with a reason.
func adjustmentsCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := readMember(c, d)
		if err != nil {
			return err
		}
		var receipt adjusting.Receipt
		cmd, err := v.adjustment(c)
		if err == nil {
			if err := web.NeedProofIf(c, max(cmd.Points, -cmd.Points) >= proveAdjustments); err != nil {
				return err
			}
			receipt, err = adjust(c, d, cmd)
		}
		if err != nil {
			return web.Invalid(c, "admin/members/show", v, err)
		}
		done := "admin.members.show.adjusted"
		if !receipt.Waiting.IsZero() {
			done = "admin.members.show.asked"
		}
		web.Done(c, done, "Points", web.Locale(c).PointsSigned(cmd.Points), "Name", v.Title)
		return web.Redirect(c, address("members", v.Member.ID))
	}
}

func (v *membersShowView) adjustment(c *fiber.Ctx) (adjusting.Adjustment, error) {
	if err := web.Bind(c, &v.Form); err != nil {
		return adjusting.Adjustment{}, err
	}
	key, err := web.Key(c)
	if err != nil {
		return adjusting.Adjustment{}, err
	}
	var in reader
	points := money.Points(in.number("points", v.Form.Points))
	if points < 0 {
		in.wrong.Add("points", "adjustment_range", fault.Params{"max": int64(adjusting.MaxPoints)})
	}
	if v.Form.Take {
		points = -points
	}
	return adjusting.Adjustment{By: whoOf(c), Member: v.Member.ID, Points: points, Reason: v.Form.Reason, Key: key}, in.wrong.Err()
}

// readMember reads the page of the member in the address, with the part of it
// that is asked for. One who was merged or erased has no more than a tombstone.
func readMember(c *fiber.Ctx, d web.Deps) (*membersShowView, error) {
	v, version, err := readPerson(c, d)
	if err != nil || !v.Member.IsActive() {
		return v, err
	}
	tab := web.OneOf(c.Query("show"), memberTabs[:]...)
	v.Tabs = web.Choices(web.Locale(c), "admin.members.show.tab.", tab, memberTabs[:]...)
	if v.Waiting, err = waitingLines(c, d, v.Member.ID); err != nil {
		return nil, err
	}
	v.Part, err = readPart(c, d, partOf{version, v.Member.ID, tab})
	if next := v.Part.Next; next != "" {
		v.More = web.NextPart(c, next)
	}
	return v, err
}

// readPerson reads who the member is and what they have.
func readPerson(c *fiber.Ctx, d web.Deps) (*membersShowView, *programme.Version, error) {
	id, err := pathID[ids.Member](c)
	if err != nil {
		return nil, nil, err
	}
	v := &membersShowView{CanAdjust: may(c, managers()...), CanEdit: may(c, managers()...)}
	if v.Member, err = members.Find(c.UserContext(), d.DB, id); err != nil {
		return nil, nil, err
	}
	version, err := inForce(c, d)
	if err != nil {
		return nil, nil, err
	}
	l := web.Locale(c)
	switch {
	case v.Member.State == members.Erased:
		v.Title = l.T("admin.members.show.erased")
	case v.Member.FirstName != "":
		v.Title = v.Member.FirstName
	default:
		v.Title = v.Number()
	}
	if !v.Member.IsActive() {
		return v, version, v.readInto(c, d)
	}
	who := insights.Reader{Member: id, Language: l.Lang}
	if v.Home, err = insights.ReadHome(c.UserContext(), d.DB, version, who); err != nil {
		return nil, nil, err
	}
	v.TierName = version.Words(who.Language).Tiers[v.Home.Standing.Tier].Name
	if v.Fields, err = readFields(c, d, version, id); err != nil {
		return nil, nil, err
	}
	return v, version, v.readContacts(c, d)
}

// readInto reads who a merged member is now.
func (v *membersShowView) readInto(c *fiber.Ctx, d web.Deps) error {
	if v.Member.State != members.Merged {
		return nil
	}
	into, err := members.Find(c.UserContext(), d.DB, v.Member.MergedInto)
	v.Into = &into
	return err
}

func (v *membersShowView) readContacts(c *fiber.Ctx, d web.Deps) error {
	contacts, err := members.Contacts(c.UserContext(), d.DB, v.Member.ID)
	for _, contact := range contacts {
		line := contactLine{Kind: contact.Kind, Text: contact.Mask(), Verified: contact.IsVerified()}
		if v.CanEdit {
			line.Text = contact.Value
		}
		v.Contacts = append(v.Contacts, line)
	}
	return err
}

func adjust(c *fiber.Ctx, d web.Deps, cmd adjusting.Adjustment) (adjusting.Receipt, error) {
	own, err := byHand(c, d)
	if err != nil {
		return adjusting.Receipt{}, err
	}
	return adjusting.Adjust(c.UserContext(), d.DB, own, cmd)
}
