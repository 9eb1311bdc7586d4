package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"reflect"
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
	if err := checkKeys(body, reflect.TypeOf(into)); err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return jsonFault(body, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fault.New(fault.Invalid, "json_unreadable")
	}
	return nil
}

// jsonFault tells which field is wrong, where the decoder knows it.
func jsonFault(body []byte, err error) error {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) && wrong.Field != "" {
		var fields fault.Fields
		fields.Add(pathAt(body, wrong), "field.type", fault.Params{"Type": wrong.Type.Kind().String()})
		return fields.Err()
	}
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return wrongKey("json_unknown", "", strings.Trim(name, `"`))
	}
	return fault.Wrap(fault.Invalid, "json_unreadable", err)
}

// wrongKey is a fault of a key in the body: named in the sentence, and by its
// path for programs.
func wrongKey(key, path, name string) error {
	params := fault.Params{"Field": clip(name)}
	if path == "" {
		path = clip(name)
	}
	return &fault.Error{Kind: fault.Invalid, Key: key, Params: params, Fields: map[string]fault.Field{path: {Key: key, Params: params}}}
}
