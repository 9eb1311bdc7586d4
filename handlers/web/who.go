package web

import (
	"github.com/gofiber/fiber/v2"

	"fealty/models/ids"
	rows "fealty/models/sessions"
)

// Visitor is who is signed in; the zero value is nobody.
type Visitor struct {
	// Member is set for a member, StaffID for staff of the shop or a partner.
	Member  ids.Member
	StaffID ids.Staff
}

// IsNobody tells whether nobody is signed in.
func (v Visitor) IsNobody() bool { return v.Member.IsZero() && v.StaffID.IsZero() }

const visitorKey = "web.visitor"

// Who gives the visitor, whom identify has loaded.
func Who(c *fiber.Ctx) Visitor {
	v, _ := c.Locals(visitorKey).(Visitor)
	return v
}

// identify loads the session where a cookie names one.
func (k *kit) identify(c *fiber.Ctx) error {
	if isProgram(c.Path()) || c.Cookies(k.sessionCookie()) == "" {
		return c.Next()
	}
	row, err := Session(c)
	if err != nil {
		return err
	}
	setVisitor(c, row)
	return c.Next()
}

func setVisitor(c *fiber.Ctx, row rows.Session) {
	c.Locals(visitorKey, Visitor{Member: row.MemberID, StaffID: row.StaffID})
}
