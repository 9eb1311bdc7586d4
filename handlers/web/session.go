package web

import (
	"net/http"

	"github.com/gofiber/fiber/v2"
	"github.com/gorilla/sessions"

	"fealty/models/fault"
	rows "fealty/models/sessions"
)

// sessionMaxAge is how many seconds the cookie lives; the table decides what it
// opens.
const sessionMaxAge = 180 * 24 * 3600

// What a gorilla session of ours carries: the row, and the id that it replaces.
const (
	rowValue    = "row"
	beforeValue = "before"
)

// store is gorilla's sessions.Store on our table: a random id in the cookie,
// nothing else.
type store struct{ *kit }

// Get gives the session of this request, once.
func (s store) Get(r *http.Request, name string) (*sessions.Session, error) {
	return sessions.GetRegistry(r).Get(s, name)
}

// New reads the session that the cookie names; without one it is new and empty.
func (s store) New(r *http.Request, name string) (*sessions.Session, error) {
	session := sessions.NewSession(s, name)
	session.IsNew = true
	session.Options = s.options()
	cookie, err := r.Cookie(name)
	if err != nil || len(cookie.Value) != 43 {
		return session, nil //nolint:nilerr // no cookie is no session
	}
	row, err := rows.Find(r.Context(), s.DB, cookie.Value)
	if fault.KindOf(err) == fault.Unauthenticated {
		return session, nil
	}
	if err != nil {
		return session, err
	}
	session.ID, session.IsNew = cookie.Value, false
	session.Values[rowValue] = row
	return session, nil
}

// Save starts a session that has no id yet, ends one whose MaxAge is below zero,
// and sets the cookie either way.
func (s store) Save(r *http.Request, w http.ResponseWriter, session *sessions.Session) error {
	if session.Options.MaxAge < 0 {
		if session.ID != "" {
			if err := rows.SignOut(r.Context(), s.DB, session.ID); err != nil {
				return err
			}
		}
		http.SetCookie(w, sessions.NewCookie(session.Name(), "", session.Options))
		return nil
	}
	if session.ID == "" {
		row, _ := session.Values[rowValue].(rows.Session)
		before, _ := session.Values[beforeValue].(string)
		id, err := rows.Renew(r.Context(), s.DB, before, row)
		if err != nil {
			return err
		}
		session.ID = id
	}
	http.SetCookie(w, sessions.NewCookie(session.Name(), session.ID, session.Options))
	return nil
}

func (s store) options() *sessions.Options {
	return &sessions.Options{Path: "/", MaxAge: sessionMaxAge, HttpOnly: true, Secure: s.Config.IsHTTPS(), SameSite: http.SameSiteLaxMode}
}

// sessionCookie has the prefix that browsers guard, where https allows it.
func (k *kit) sessionCookie() string {
	if k.Config.IsHTTPS() {
		return "__Host-fealty"
	}
	return "fealty"
}

const sessionKey = "web.session"

// session reads the session once per request.
func (k *kit) session(c *fiber.Ctx) (*sessions.Session, error) {
	if s, ok := c.Locals(sessionKey).(*sessions.Session); ok {
		return s, nil
	}
	s, err := store{k}.Get(bare(c), k.sessionCookie())
	if err != nil {
		return nil, err
	}
	c.Locals(sessionKey, s)
	k.touch(c, s)
	return s, nil
}

// touch may fail: the visitor is who they are all the same.
func (k *kit) touch(c *fiber.Ctx, s *sessions.Session) {
	row, ok := s.Values[rowValue].(rows.Session)
	if !ok {
		return
	}
	if err := rows.Touch(c.UserContext(), k.DB, row); err != nil {
		k.Log.Warn("the session could not be touched", "id", RequestID(c), "error", err)
	}
}

// bare is the request as net/http knows it: the cookies and nothing else, which
// is all that gorilla looks at.
func bare(c *fiber.Ctx) *http.Request {
	header := http.Header{"Cookie": {c.Get(fiber.HeaderCookie)}}
	return (&http.Request{Method: c.Method(), Header: header}).WithContext(c.UserContext())
}

// collector takes the cookies that gorilla sets.
type collector struct{ header http.Header }

func (w collector) Header() http.Header         { return w.header }
func (w collector) Write(b []byte) (int, error) { return len(b), nil }
func (w collector) WriteHeader(int)             {}

func (k *kit) save(c *fiber.Ctx, s *sessions.Session) error {
	w := collector{http.Header{}}
	if err := s.Save(bare(c), w); err != nil {
		return err
	}
	for _, cookie := range w.header.Values(fiber.HeaderSetCookie) {
		c.Response().Header.Add(fiber.HeaderSetCookie, cookie)
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return nil
}
