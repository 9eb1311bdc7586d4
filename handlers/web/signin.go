package web

import (
	"github.com/gofiber/fiber/v2"
	"github.com/gorilla/sessions"

	rows "fealty/models/sessions"
)

// Session gives the visitor's session; the zero row is nobody's. The error is
// the database's.
func Session(c *fiber.Ctx) (rows.Session, error) {
	s, err := kitOf(c).session(c)
	if err != nil {
		return rows.Session{}, err
	}
	row, _ := s.Values[rowValue].(rows.Session)
	return row, nil
}

// SignIn starts a session under a new id and ends the one there was, so that an
// id known before is worth nothing after.
func SignIn(c *fiber.Ctx, row rows.Session) error {
	k := kitOf(c)
	old, err := k.session(c)
	if err != nil {
		return err
	}
	fresh := sessions.NewSession(store{k}, k.sessionCookie())
	fresh.Options = store{k}.options()
	fresh.Values[rowValue], fresh.Values[beforeValue] = describe(c, row), old.ID
	if err := k.save(c, fresh); err != nil {
		return err
	}
	c.Locals(sessionKey, fresh)
	return nil
}

// SignOut ends the session and takes its cookie away.
func SignOut(c *fiber.Ctx) error {
	k := kitOf(c)
	s, err := k.session(c)
	if err != nil {
		return err
	}
	s.Options.MaxAge = -1
	if err := k.save(c, s); err != nil {
		return err
	}
	empty := sessions.NewSession(store{k}, k.sessionCookie())
	empty.Options = store{k}.options()
	c.Locals(sessionKey, empty)
	return nil
}
