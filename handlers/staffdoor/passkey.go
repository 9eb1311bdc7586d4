package staffdoor

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/fault"
	"fealty/models/limits"
	"fealty/models/staff"
)

// asking is a part of a page that asks for a passkey: a form that a script
// reveals. Without one it isn't there.
type asking struct {
	Passkey       staff.Ceremony
	PasskeyAction string
}

// anybody asks for any passkey of ours, on the page where people sign in.
func (a door) anybody(c *fiber.Ctx, action string) asking {
	keys, ok := web.Passkeys(c)
	if !ok {
		return asking{}
	}
	asked, err := keys.BeginAnybody(a.DB.Time())
	if err != nil {
		return asking{}
	}
	return asking{asked, action}
}

// ownPasskey asks one person for one of theirs; nothing where they have none.
func (a door) ownPasskey(c *fiber.Ctx, s staff.Staff, f staff.Factors, action string) asking {
	keys, ok := web.Passkeys(c)
	if !ok || len(f.Passkeys) == 0 {
		return asking{}
	}
	asked, err := keys.BeginAsking(s, f.Passkeys, a.DB.Time())
	if err != nil {
		return asking{}
	}
	return asking{asked, action}
}

type passkeyForm struct {
	State      string `form:"state,max=20000"`
	Credential string `form:"credential,max=20000"`
}

func (f passkeyForm) answer() staff.Answer {
	return staff.Answer{State: f.State, Response: f.Credential}
}

// passkeyLimit slows down who tries passkeys at random, from one address.
var passkeyLimit = limits.Limit{Count: 60, Per: 10 * time.Minute}

// takePasskey reads a form and weighs the passkey in it.
func (a door) takePasskey(c *fiber.Ctx) (staff.Shown, error) {
	var form passkeyForm
	if err := web.Bind(c, &form); err != nil {
		return staff.Shown{}, err
	}
	if err := limits.Take(c.UserContext(), a.DB, "passkey:address:"+limits.AddressPrefix(c.IP()), passkeyLimit); err != nil {
		return staff.Shown{}, err
	}
	keys, ok := web.Passkeys(c)
	if !ok {
		return staff.Shown{}, fault.New(fault.Invalid, "passkey_wrong")
	}
	s, err := staff.CheckPasskey(c.UserContext(), a.DB, keys, form.answer())
	if fault.Is(err, "passkey_wrong") {
		err = fault.New(fault.Invalid, "passkey_wrong")
	}
	return s, err
}

// passkeyCreate signs somebody in: with a passkey alone where it knows its owner,
// else as the second step after the password.
func (a door) passkeyCreate(c *fiber.Ctx) error {
	shown, err := a.takePasskey(c)
	if err == nil {
		err = a.mayWork(c, shown.Staff)
	}
	next := web.Next(c, "")
	if err == nil && !shown.IsAlone {
		t, s, missing := a.holder(c)
		if missing != nil {
			return missing
		}
		if next = t.Next; s.ID != shown.ID {
			err = fault.New(fault.Invalid, "passkey_wrong")
		}
	}
	if err != nil {
		return web.Invalid(c, "web/staffsignin/new", a.signinView(c), err)
	}
	return a.letIn(c, shown.Staff, next)
}
