package web

import (
	"encoding/hex"
	"mime"
	"net/url"
	"regexp"

	"github.com/gofiber/fiber/v2"

	"fealty/models/fault"
)

// formLimit bounds a form without files; formFields its number of fields.
const (
	formLimit  = 64 << 10
	formFields = 500
)

const formLocal = "web.form"

type parsedForm struct {
	values url.Values
	err    error
}

// formValues reads the body's form once: the body only, never the address.
func formValues(c *fiber.Ctx) (url.Values, error) {
	if p, ok := c.Locals(formLocal).(parsedForm); ok {
		return p.values, p.err
	}
	var p parsedForm
	p.values, p.err = parseForm(c)
	c.Locals(formLocal, p)
	return p.values, p.err
}

func parseForm(c *fiber.Ctx) (url.Values, error) {
	kind, _, err := mime.ParseMediaType(c.Get(fiber.HeaderContentType))
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, "form_unreadable", err)
	}
	var values url.Values
	switch kind {
	case fiber.MIMEApplicationForm:
		values, err = parseEncoded(c.Body())
	case fiber.MIMEMultipartForm:
		values, err = parseMultipart(c)
	default:
		return nil, fault.New(fault.Invalid, "form_unreadable")
	}
	if err == nil && len(values) > formFields {
		err = fault.New(fault.Invalid, "form_unreadable")
	}
	return values, err
}

func parseEncoded(body []byte) (url.Values, error) {
	if len(body) > formLimit {
		return nil, fault.New(fault.Invalid, "too_large")
	}
	values, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, "form_unreadable", err)
	}
	return values, nil
}

// parseMultipart gives the fields. Files are left where they are: Bind refuses
// them but for the one that Upload has read before it (R15).
func parseMultipart(c *fiber.Ctx) (url.Values, error) {
	form, err := c.MultipartForm()
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, "form_unreadable", err)
	}
	size := 0
	for name, values := range form.Value {
		for _, v := range values {
			size += len(name) + len(v)
		}
	}
	if size > formLimit {
		return nil, fault.New(fault.Invalid, "too_large")
	}
	return form.Value, nil
}

// keyForm is an idempotency key as our forms hold it.
var keyForm = regexp.MustCompile(`^[0-9a-f]{32}$`)

// Key gives the idempotency key of a form that moves points or money; a form
// without one is not ours.
func Key(c *fiber.Ctx) (string, error) {
	values, err := formValues(c)
	if err != nil {
		return "", err
	}
	if key := values.Get("key"); keyForm.MatchString(key) {
		return key, nil
	}
	return "", fault.New(fault.Invalid, "form_key")
}

// formKey is the key the form came with, so that a corrected form keeps it, or a
// fresh one.
func formKey(c *fiber.Ctx) string {
	if c.Method() == fiber.MethodPost {
		if key, err := Key(c); err == nil {
			return key
		}
	}
	return newKey(kitOf(c))
}

func newKey(k *kit) string { return hex.EncodeToString(k.chance(16)) }

// clip shortens a name from outside before it is shown.
func clip(name string) string {
	if r := []rune(name); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return name
}
