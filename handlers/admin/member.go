package admin

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/audit"
	"fealty/models/consents"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/insights"
	"fealty/models/members"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/purchases"
	"fealty/models/redeeming"
)

type adjustmentForm struct {
	Points string `form:"points,max=20"`
	Take   bool   `form:"take"`
	Reason string `form:"reason"`
}

type membersShowView struct {
	web.Chrome
	Form      adjustmentForm
	Member    members.Member
	Contacts  []contactLine
	Home      insights.Home
	TierName  string
	Entries   []entryLine
	Vouchers  []redeeming.Ticket
	Purchases []purchases.Purchase
	Consents  []consentLine
	Log       []logLine
	CanAdjust bool
}

// Number is the member's number in groups.
func (v *membersShowView) Number() string { return members.ShowNumber(v.Member.Number) }

// contactLine is a contact as this role may see it.
type contactLine struct {
	Kind, Text string
	Verified   bool
}

type consentLine struct {
	Purpose string
	Granted bool
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

// adjustmentsCreate gives or takes points by hand, with a reason.
func adjustmentsCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := readMember(c, d)
		if err != nil {
			return err
		}
		cmd, err := v.adjustment(c)
		if err == nil {
			_, err = adjusting.Adjust(c.UserContext(), d.DB, deps(d), cmd)
		}
		if err != nil {
			return web.Invalid(c, "admin/members/show", v, err)
		}
		web.Done(c, "admin.members.show.adjusted", "Points", web.Locale(c).PointsSigned(cmd.Points), "Name", v.Member.FirstName)
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

// readMember reads the page of the member in the address.
func readMember(c *fiber.Ctx, d web.Deps) (*membersShowView, error) {
	id, err := pathID[ids.Member](c)
	if err != nil {
		return nil, err
	}
	v := &membersShowView{CanAdjust: may(c, managers()...)}
	if v.Member, err = members.Find(c.UserContext(), d.DB, id); err != nil {
		return nil, err
	}
	if !v.Member.IsActive() {
		return nil, fault.New(fault.NotFound, "not_found")
	}
	version, err := inForce(c, d)
	if err != nil {
		return nil, err
	}
	v.Title = v.Member.FirstName
	if v.Title == "" {
		v.Title = v.Number()
	}
	if err := v.readPerson(c, d, version); err != nil {
		return nil, err
	}
	return v, v.readHistory(c, d, version)
}

// readPerson reads who the member is and what they have.
func (v *membersShowView) readPerson(c *fiber.Ctx, d web.Deps, version *programme.Version) (err error) {
	who := insights.Reader{Member: v.Member.ID, Language: web.Locale(c).Lang}
	if v.Home, err = insights.ReadHome(c.UserContext(), d.DB, version, who); err != nil {
		return err
	}
	v.TierName = version.Words(who.Language).Tiers[v.Home.Standing.Tier].Name
	contacts, err := members.Contacts(c.UserContext(), d.DB, v.Member.ID)
	if err != nil {
		return err
	}
	for _, contact := range contacts {
		line := contactLine{Kind: contact.Kind, Text: contact.Mask(), Verified: contact.IsVerified()}
		if may(c, managers()...) {
			line.Text = contact.Value
		}
		v.Contacts = append(v.Contacts, line)
	}
	agreed, err := consents.Current(c.UserContext(), d.DB, v.Member.ID)
	for _, purpose := range consents.Purposes {
		v.Consents = append(v.Consents, consentLine{string(purpose), agreed[purpose]})
	}
	return err
}

// Each part of the page shows the newest of what there is.
const (
	shownEntries   = 25
	shownVouchers  = 10
	shownPurchases = 10
	shownActs      = 10
)

// readHistory reads what happened.
func (v *membersShowView) readHistory(c *fiber.Ctx, d web.Deps, version *programme.Version) (err error) {
	lang := languagesOf(c, version)
	asked := insights.AskedActs{Reader: insights.Reader{Member: v.Member.ID, Language: lang.Wanted}, Main: lang.Main, Sort: insights.Everything, Size: shownEntries}
	entries, err := insights.Acts(c.UserContext(), d.DB, asked)
	if err != nil {
		return err
	}
	if v.Entries, err = entryLines(c, d, version, entries[:min(len(entries), shownEntries)]); err != nil {
		return err
	}
	if v.Vouchers, err = redeeming.Tickets(c.UserContext(), d.DB, v.Member.ID, lang, ids.Voucher{}); err != nil {
		return err
	}
	v.Vouchers = v.Vouchers[:min(len(v.Vouchers), shownVouchers)]
	if v.Purchases, err = purchases.List(c.UserContext(), d.DB, v.Member.ID, ids.Purchase{}, shownPurchases); err != nil {
		return err
	}
	acts, err := audit.OfMember(c.UserContext(), d.DB, v.Member.ID)
	if err != nil {
		return err
	}
	v.Log, err = logLines(c, d, acts[:min(len(acts), shownActs)])
	return err
}
