package admin

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/audit"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/merging"
)

// mergeForm: With is whom the page is asked to look for, Into who was chosen.
type mergeForm struct {
	Into   ids.Member `form:"into"`
	Reason string     `form:"reason"`
}

type mergesNewView struct {
	web.Chrome
	Member, Into members.Member
	Form         mergeForm
	// With is what was searched for, Found who might be meant.
	With     string
	Found    []memberRow
	Moved    *merging.Moved
	TierName string
	// Refusal is why these two can't be merged, or "".
	Refusal string
}

// Numbers are in groups.
func (v *mergesNewView) Number() string     { return members.ShowNumber(v.Member.Number) }
func (v *mergesNewView) IntoNumber() string { return members.ShowNumber(v.Into.Number) }

// Name and IntoName are what staff call the two.
func (v *mergesNewView) Name() string     { return nameOf(v.Member) }
func (v *mergesNewView) IntoName() string { return nameOf(v.Into) }

func whoActs(c *fiber.Ctx) audit.Act {
	who := whoOf(c)
	return audit.Act{Actor: ledger.ByStaff, ActorID: audit.On(who.Staff), Role: who.Role, Address: who.Address, RequestID: who.RequestID}
}

func mergingDeps(d web.Deps) merging.Deps {
	return merging.Deps{Programme: d.Programme, Keys: d.Keyring}
}

// mergesNew asks into whom, and shows what would move before it does.
func mergesNew(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := mergeView(c, d)
		if err != nil {
			return err
		}
		if v.With = c.Query("q"); v.With != "" {
			if err := v.search(c, d); err != nil {
				return err
			}
		}
		if into := c.Query("into"); into != "" && v.Form.Into.UnmarshalText([]byte(into)) == nil {
			if err := v.preview(c, d); err != nil {
				return err
			}
		}
		return web.Render(c, "admin/merges/new", v)
	}
}

func mergeView(c *fiber.Ctx, d web.Deps) (*mergesNewView, error) {
	id, err := pathID[ids.Member](c)
	if err != nil {
		return nil, err
	}
	v := &mergesNewView{}
	v.Member, err = members.Find(c.UserContext(), d.DB, id)
	if err == nil && !v.Member.IsActive() {
		err = fault.New(fault.NotFound, "not_found")
	}
	return v, err
}

func (v *mergesNewView) search(c *fiber.Ctx, d web.Deps) error {
	version, err := inForce(c, d)
	if err != nil {
		return err
	}
	found, err := members.Search(c.UserContext(), d.DB, members.Query{Text: v.With, Region: version.Document.Club.Country}, ids.Member{})
	if err != nil {
		return err
	}
	var others []members.Member
	for _, m := range found {
		if m.ID != v.Member.ID {
			others = append(others, m)
		}
	}
	v.Found, err = memberRows(c, d, version, others)
	return err
}

// preview reads what would move, or why nothing can.
func (v *mergesNewView) preview(c *fiber.Ctx, d web.Deps) (err error) {
	if v.Into, err = members.Find(c.UserContext(), d.DB, v.Form.Into); err != nil {
		return err
	}
	version, err := inForce(c, d)
	if err != nil {
		return err
	}
	moved, err := merging.Preview(c.UserContext(), d.DB, mergingDeps(d), merging.Command{From: v.Member.ID, Into: v.Into.ID, Who: whoActs(c)})
	if f := fault.Of(err); err != nil && (f.Kind == fault.Refused || f.Kind == fault.Forbidden) {
		v.Refusal = web.Sentence(c, f)
		return nil
	}
	v.Moved, v.TierName = &moved, version.Words(web.Locale(c).Lang).Tiers[moved.Tier].Name
	return err
}

func mergesCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := mergeView(c, d)
		if err != nil {
			return err
		}
		if err := web.Bind(c, &v.Form); err != nil {
			return web.Invalid(c, "admin/merges/new", v, err)
		}
		key, err := web.Key(c)
		if err != nil {
			return err
		}
		if err := v.preview(c, d); err != nil {
			return err
		}
		cmd := merging.Command{From: v.Member.ID, Into: v.Form.Into, Reason: v.Form.Reason, Key: key, Who: whoActs(c)}
		if _, err := merging.Merge(c.UserContext(), d.DB, mergingDeps(d), cmd); err != nil {
			return web.Invalid(c, "admin/merges/new", v, err)
		}
		web.Done(c, "admin.merges.new.done", "Name", v.IntoName())
		return web.Redirect(c, address("members", v.Form.Into))
	}
}
