package web

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/models/fault"
)

// beforeSignIn is how long a form is good for somebody who isn't signed in.
const beforeSignIn = 2 * time.Hour

// A token is expiry (8 bytes) · nonce (8) · HMAC-SHA256 over both and what it is
// bound to: the session's id, or before sign-in a cookie that holds a nonce.
const (
	tokenHead = 16
	tokenSize = tokenHead + sha256.Size
)

var urlText = base64.RawURLEncoding

// withoutForms are the addresses that programs call, without cookies (R9).
var withoutForms = []string{"/api/", "/webhooks/", "/livez", "/readyz", "/metrics"}

// guardForms lets an unsafe request pass only from our own pages, with a token
// that belongs to this visitor.
func (k *kit) guardForms(c *fiber.Ctx) error {
	if m := c.Method(); m == fiber.MethodGet || m == fiber.MethodHead || m == fiber.MethodOptions || isProgram(c.Path()) {
		return c.Next()
	}
	if !k.isSameOrigin(c) {
		return fault.New(fault.Forbidden, "csrf")
	}
	binding, err := k.binding(c)
	if err != nil {
		return err
	}
	if !k.isTokenGood(sentToken(c), binding) {
		return fault.New(fault.Forbidden, "csrf")
	}
	return c.Next()
}

func isProgram(path string) bool {
	for _, prefix := range withoutForms {
		if strings.HasPrefix(path, prefix) {
			return true
		}
	}
	return false
}

// isSameOrigin asks the browser: Sec-Fetch-Site where it is sent, else Origin.
func (k *kit) isSameOrigin(c *fiber.Ctx) bool {
	if site := c.Get("Sec-Fetch-Site"); site != "" {
		return site == "same-origin"
	}
	return c.Get(fiber.HeaderOrigin) == k.Config.URL("")
}

func sentToken(c *fiber.Ctx) string {
	if token := c.Get("X-CSRF-Token"); token != "" {
		return token
	}
	values, err := formValues(c)
	if err != nil {
		return ""
	}
	return values.Get("csrf")
}

// binding is what this visitor's tokens belong to; "" when there is nothing yet.
func (k *kit) binding(c *fiber.Ctx) (string, error) {
	s, err := k.session(c)
	if err != nil {
		return "", err
	}
	if s.ID != "" {
		return "session " + s.ID, nil
	}
	if secret := k.tillSecret(c); secret != "" {
		return "till " + secret, nil
	}
	if nonce := c.Cookies(k.nonceCookie()); len(nonce) == 22 {
		return "nonce " + nonce, nil
	}
	return "", nil
}

func (k *kit) nonceCookie() string { return k.sessionCookie() + "-form" }

// csrfToken makes a token for this visitor. A database that is gone makes none:
// the form then answers 503 like everything else.
func (k *kit) csrfToken(c *fiber.Ctx) string {
	binding, err := k.binding(c)
	if err != nil {
		k.Log.Warn("no form token", "id", RequestID(c), "error", err)
		return ""
	}
	if binding == "" {
		binding = "nonce " + k.newNonce(c)
	}
	return k.tokenFor(binding)
}

// newNonce binds the forms of a visitor without a session, without a row.
func (k *kit) newNonce(c *fiber.Ctx) string {
	nonce := urlText.EncodeToString(k.chance(16))
	c.Request().Header.SetCookie(k.nonceCookie(), nonce)
	c.Cookie(&fiber.Cookie{Name: k.nonceCookie(), Value: nonce, Path: "/", HTTPOnly: true, SameSite: "Lax",
		Secure: k.Config.IsHTTPS(), SessionOnly: true})
	return nonce
}

func (k *kit) tokenFor(binding string) string {
	head := binary.BigEndian.AppendUint64(nil, uint64(k.tokenEnd(binding).Unix())) //nolint:gosec // after 1970
	head = append(head, k.chance(8)...)
	return urlText.EncodeToString(append(head, k.tokenMAC(head, binding)...))
}

// tokenEnd is far off for a session, which ends by itself, and for a till, whose
// page may stand open for days.
func (k *kit) tokenEnd(binding string) time.Time {
	if !strings.HasPrefix(binding, "nonce ") {
		return k.clock().Add(sessionMaxAge * time.Second)
	}
	return k.clock().Add(beforeSignIn)
}

func (k *kit) isTokenGood(token, binding string) bool {
	raw, err := urlText.DecodeString(token)
	if err != nil || len(raw) != tokenSize || binding == "" {
		return false
	}
	head, mac := raw[:tokenHead], raw[tokenHead:]
	isOurs := subtle.ConstantTimeCompare(mac, k.tokenMAC(head, binding)) == 1
	end := time.Unix(int64(binary.BigEndian.Uint64(head)), 0) //nolint:gosec // we wrote it
	return isOurs && k.clock().Before(end)
}

func (k *kit) tokenMAC(head []byte, binding string) []byte {
	mac := hmac.New(sha256.New, k.csrfKey)
	mac.Write(head)
	mac.Write([]byte(binding))
	return mac.Sum(nil)
}

// chance gives random bytes. Without chance nothing may go on: crypto/rand never
// fails, and a test's source that does is a broken test.
func (k *kit) chance(n int) []byte {
	b := make([]byte, n)
	if _, err := io.ReadFull(k.random(), b); err != nil {
		panic(fmt.Errorf("read chance: %w", err))
	}
	return b
}
