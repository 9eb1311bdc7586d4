package staffdoor

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/staff"
)

// ticket says that somebody has given their password and still owes the second
// step. It is a signed cookie for ten minutes and opens nothing else: there is
// no session yet.
type ticket struct {
	Staff ids.Staff `json:"s"`
	Until int64     `json:"u"`
	// Factor is the sealed second factor that is being set up.
	Factor []byte `json:"x,omitempty"`
	Next   string `json:"n,omitempty"`
}

const ticketLife = 10 * time.Minute

var text = base64.RawURLEncoding

func (a door) cookieName() string {
	if a.Config.IsHTTPS() {
		return "__Host-fealty-step"
	}
	return "fealty-step"
}

func (a door) handOut(c *fiber.Ctx, t ticket, s staff.Staff) error {
	t.Until = a.DB.Time().Add(ticketLife).Unix()
	body, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("write a sign-in ticket: %w", err)
	}
	payload := text.EncodeToString(body)
	a.setCookie(c, payload+"."+text.EncodeToString(a.sign(payload, s)), ticketLife)
	return nil
}

func (a door) takeBack(c *fiber.Ctx) { a.setCookie(c, "", -time.Second) }

func (a door) setCookie(c *fiber.Ctx, value string, life time.Duration) {
	c.Cookie(&fiber.Cookie{Name: a.cookieName(), Value: value, Path: "/", HTTPOnly: true, SameSite: "Lax",
		Secure: a.Config.IsHTTPS(), MaxAge: int(life.Seconds())})
	c.Set(fiber.HeaderCacheControl, "no-store")
}

// sign binds a ticket to the password as it stands, so that a new one ends it.
func (a door) sign(payload string, s staff.Staff) []byte {
	mac := hmac.New(sha256.New, a.Config.Key("staff.ticket"))
	mac.Write([]byte(payload))
	mac.Write([]byte(s.PasswordHash))
	return mac.Sum(nil)
}

// holder reads the ticket and whose it is; without a good one the answer is
// fault.Unauthenticated, which leads back to the first step.
func (a door) holder(c *fiber.Ctx) (ticket, staff.Staff, error) {
	over := fault.New(fault.Unauthenticated, "signin_needed")
	payload, mac, _ := strings.Cut(c.Cookies(a.cookieName()), ".")
	body, err := text.DecodeString(payload)
	var t ticket
	if err != nil || json.Unmarshal(body, &t) != nil {
		return t, staff.Staff{}, over
	}
	s, err := staff.Find(c.UserContext(), a.DB, t.Staff)
	if fault.KindOf(err) == fault.NotFound {
		return t, s, over
	}
	if err != nil {
		return t, s, err
	}
	given, err := text.DecodeString(mac)
	if err != nil || !hmac.Equal(given, a.sign(payload, s)) || !s.IsEnabled() || a.DB.Time().Unix() >= t.Until {
		return t, s, over
	}
	return t, s, a.mayWork(c, s)
}
