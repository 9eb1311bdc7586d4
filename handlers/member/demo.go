package member

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/members"
	"fealty/models/sessions"
	"fealty/models/shops"
	"fealty/models/staff"
	"fealty/models/tiers"
)

// demoPerson is one whom a press makes the visitor, in the demo.
type demoPerson struct {
	// Key names them to the form.
	Key string
	// Label is a sentence; Icon stands before it.
	Label, Icon string
	session     sessions.Session
	home        string
	// isTill says that the press makes this browser the demo's till.
	isTill bool
	clerk  staff.Staff
}

// demoContacts are the demo people's fixed contacts, as demo.Load makes them.
func demoContacts() []struct{ key, email string } {
	return []struct{ key, email string }{
		{"member", "ingrid@havn.example"}, {"new", "nora@havn.example"},
		{"owner", "owner@havn.example"}, {"till", "jonas@havn.example"}, {"partner", "partner@fjordkino.example"},
	}
}

// demoPeople lists the demo people who are there; none outside the demo.
func demoPeople(c *fiber.Ctx, d web.Deps) ([]demoPerson, error) {
	if !d.Demo {
		return nil, nil
	}
	var people []demoPerson
	for _, known := range demoContacts() {
		find := demoMember
		if known.key == "owner" || known.key == "partner" || known.key == "till" {
			find = demoStaff
		}
		p, err := find(c.UserContext(), d.DB, known.email)
		if fault.KindOf(err) == fault.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		tier, err := p.tierOf(c, d)
		if err != nil {
			return nil, err
		}
		p.isTill = known.key == "till"
		p.Key, p.Label = known.key, web.Locale(c).T("member.signin.new.demo."+known.key, "Name", p.Label, "Tier", tier)
		people = append(people, p)
	}
	return people, nil
}

func demoMember(ctx context.Context, r db.Reader, email string) (demoPerson, error) {
	m, err := members.FindByContact(ctx, r, members.Contact{Kind: members.Email, Value: email})
	return demoPerson{Icon: "user", Label: m.FirstName, session: sessions.ForMember(m.ID), home: "/home"}, err
}

// tierOf names the tier in which a demo person stands; "" for staff.
func (p demoPerson) tierOf(c *fiber.Ctx, d web.Deps) (string, error) {
	if p.session.Kind != sessions.OfMember {
		return "", nil
	}
	v, err := inForce(c, d)
	if err != nil {
		return "", err
	}
	known, err := tiers.LoadStandings(c.UserContext(), d.DB, p.session.MemberID)
	if err != nil {
		return "", err
	}
	return v.Words(web.Locale(c).Lang).Tiers[known[p.session.MemberID].Tier].Name, nil
}

func demoStaff(ctx context.Context, r db.Reader, email string) (demoPerson, error) {
	s, err := staff.FindByEmail(ctx, r, email)
	p := demoPerson{Icon: "store", Label: s.Name, session: sessions.ForStaff(s.ID), home: "/admin", clerk: s}
	if s.Role.IsPartner() {
		p.home = "/partner"
	}
	return p, err
}

type demoForm struct {
	Person string `form:"person,max=20"`
}

// demoCreate makes the visitor one of the demo people. The route exists in the
// demo only.
func demoCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		var form demoForm
		if err := web.Bind(c, &form); err != nil {
			return err
		}
		people, err := demoPeople(c, d)
		if err != nil {
			return err
		}
		for _, p := range people {
			if p.Key == form.Person && p.isTill {
				return demoTill(c, d, p.clerk)
			}
			if p.Key == form.Person {
				if err := web.SignIn(c, p.session.Proved(d.DB.Time())); err != nil {
					return err
				}
				return web.Redirect(c, p.home)
			}
		}
		return fiber.ErrNotFound
	}
}

// demoPin opens the demo's till again when it has locked itself.
const demoPin = "2580"

// demoTill makes this browser the till at the harbour, with its clerk.
func demoTill(c *fiber.Ctx, d web.Deps, clerk staff.Staff) error {
	shop, err := shops.FindByKey(c.UserContext(), d.DB, "harbour-street")
	if err != nil {
		return err
	}
	hash, err := d.Hasher.Hash(c.UserContext(), demoPin)
	if err != nil {
		return err
	}
	secret, err := shops.NewSecret(d.DB.Random)
	if err != nil {
		return err
	}
	by := adjusting.Who{Staff: clerk.ID, Role: string(clerk.Role)}
	if err := adjusting.OpenDemoTill(c.UserContext(), d.DB, adjusting.DemoTill{By: by, Shop: shop.ID, Name: "Demo", Secret: secret, Hash: hash}); err != nil {
		return err
	}
	if err := web.SignOut(c); err != nil {
		return err
	}
	web.KeepTill(c, secret)
	return web.Redirect(c, "/till")
}
