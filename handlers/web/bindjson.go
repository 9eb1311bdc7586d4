package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"fealty/models/fault"
)

// jsonLimit bounds a JSON body, jsonDepth how deep it may nest.
const (
	jsonLimit = 1 << 20
	jsonDepth = 16
)

// BindJSON reads a JSON body into a struct. It refuses another media type,
// unknown and repeated keys (also such as differ only in case), deep nesting,
// NUL, and anything after the value. The error is a fault.Invalid.
func BindJSON(c *fiber.Ctx, into any) error {
	if kind, _, err := mime.ParseMediaType(c.Get(fiber.HeaderContentType)); err != nil || kind != fiber.MIMEApplicationJSON {
		return fault.New(fault.Invalid, "media_type", fault.Params{"Type": fiber.MIMEApplicationJSON})
	}
	return decodeJSON(c.Body(), into)
}

func decodeJSON(body []byte, into any) error {
	if len(body) > jsonLimit {
		return fault.New(fault.Invalid, "too_large")
	}
	if !utf8.Valid(body) || bytes.Contains(body, []byte(`\u0000`)) {
		return fault.New(fault.Invalid, "json_unreadable")
	}
	if err := checkKeys(body); err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return jsonFault(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fault.New(fault.Invalid, "json_unreadable")
	}
	return nil
}

// jsonFault tells which field is wrong, where the decoder knows it.
func jsonFault(err error) error {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) && wrong.Field != "" {
		var fields fault.Fields
		fields.Add(wrong.Field, "field.type", fault.Params{"Type": wrong.Type.Kind().String()})
		return fields.Err()
	}
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return fault.New(fault.Invalid, "json_unknown", fault.Params{"Field": clip(strings.Trim(name, `"`))})
	}
	return fault.Wrap(fault.Invalid, "json_unreadable", err)
}

// checkKeys walks the tokens for what encoding/json lets pass.
func checkKeys(body []byte) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	w := walker{d: d}
	if err := w.value(0); err != nil {
		return err
	}
	return nil
}

type walker struct{ d *json.Decoder }

func (w walker) value(depth int) error {
	if depth > jsonDepth {
		return fault.New(fault.Invalid, "json_deep")
	}
	token, err := w.d.Token()
	if err != nil {
		return fault.Wrap(fault.Invalid, "json_unreadable", fmt.Errorf("read JSON: %w", err))
	}
	switch token {
	case json.Delim('{'):
		return w.object(depth)
	case json.Delim('['):
		return w.array(depth)
	}
	return nil
}

func (w walker) object(depth int) error {
	seen := map[string]bool{}
	for w.d.More() {
		token, err := w.d.Token()
		if err != nil {
			return fault.Wrap(fault.Invalid, "json_unreadable", err)
		}
		name, _ := token.(string)
		if folded := strings.ToLower(name); seen[folded] {
			return fault.New(fault.Invalid, "json_twice", fault.Params{"Field": clip(name)})
		} else {
			seen[folded] = true
		}
		if err := w.value(depth + 1); err != nil {
			return err
		}
	}
	return w.close()
}

func (w walker) array(depth int) error {
	for w.d.More() {
		if err := w.value(depth + 1); err != nil {
			return err
		}
	}
	return w.close()
}

func (w walker) close() error {
	if _, err := w.d.Token(); err != nil {
		return fault.Wrap(fault.Invalid, "json_unreadable", err)
	}
	return nil
}
