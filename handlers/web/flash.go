package web

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
)

// Flash is what was just done, told once on the next page or beside the
// fragment, with a way back where there is one.
type Flash struct {
	// Kind is "" or "bad".
	Kind string `json:"k,omitempty"`
	// Text is a whole sentence in the visitor's language.
	Text string `json:"t"`
	// Action is the address that an undo posts to, Label its button ("Undo" where
	// it is empty).
	Action string `json:"a,omitempty"`
	Label  string `json:"l,omitempty"`
	// CSRF and Key are for the undo's form.
	CSRF string `json:"-"`
	Key  string `json:"-"`
}

const (
	flashCookie = "flash"
	flashLocal  = "web.flash"
	flashFor    = 2 * time.Minute
)

type flashEnvelope struct {
	Flash
	Until int64 `json:"u"`
}

// Say keeps a message for the next page, or for the fragment this request
// answers with.
func Say(c *fiber.Ctx, f Flash) {
	k := kitOf(c)
	c.Locals(flashLocal, &f)
	body, err := json.Marshal(flashEnvelope{f, k.clock().Add(flashFor).Unix()})
	if err != nil || len(body) > 1500 {
		k.Log.Warn("a message was too long to keep", "id", RequestID(c), "bytes", len(body))
		return
	}
	payload := urlText.EncodeToString(body)
	k.setFlash(c, payload+"."+urlText.EncodeToString(k.flashMAC(payload)), flashFor)
}

// Done says that an act of a key was done: Done(c, "member.offers.activated").
func Done(c *fiber.Ctx, key string, params ...any) {
	Say(c, Flash{Text: Locale(c).T(key, params...)})
}

// takeFlash gives the message once: this request's own, or the cookie's.
func (k *kit) takeFlash(c *fiber.Ctx, ch *Chrome) *Flash {
	f, ok := c.Locals(flashLocal).(*Flash)
	if !ok {
		f = k.readFlash(c.Cookies(flashCookie))
	}
	if f == nil {
		return nil
	}
	k.setFlash(c, "", -time.Hour)
	if f.Action != "" {
		f.CSRF, f.Key = ch.csrf(), newKey(k)
		if f.Label == "" {
			f.Label = ch.T("web.undo")
		}
	}
	return f
}

func (k *kit) readFlash(value string) *Flash {
	payload, mac, ok := strings.Cut(value, ".")
	given, err := urlText.DecodeString(mac)
	if !ok || err != nil || !hmac.Equal(given, k.flashMAC(payload)) {
		return nil
	}
	body, err := urlText.DecodeString(payload)
	if err != nil {
		return nil
	}
	var e flashEnvelope
	if json.Unmarshal(body, &e) != nil || k.clock().Unix() > e.Until {
		return nil
	}
	return &e.Flash
}

func (k *kit) flashMAC(payload string) []byte {
	mac := hmac.New(sha256.New, k.flashKey)
	mac.Write([]byte(payload))
	return mac.Sum(nil)
}

func (k *kit) setFlash(c *fiber.Ctx, value string, lives time.Duration) {
	c.Cookie(&fiber.Cookie{Name: flashCookie, Value: value, Path: "/", HTTPOnly: true, SameSite: "Lax",
		Secure: k.Config.IsHTTPS(), MaxAge: int(lives.Seconds()), Expires: k.clock().Add(lives)})
}
