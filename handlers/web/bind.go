package web

import (
	"encoding"
	"fmt"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"fealty/models/fault"
)

// usualMax is the longest text of a field that doesn't say "max=".
const usualMax = 2000

// Bind reads a form into a struct: fields tagged `form:"name"` or
// `form:"name,max=80"`, of strings, bools (a ticked box), whole numbers, slices
// of strings, and types that read text (ids). It refuses unknown and repeated
// fields, text that isn't UTF-8 or holds control characters, and what is too
// long; spaces at the ends go. The hidden fields csrf and key are its own. The
// error is a fault.Invalid naming each wrong field.
func Bind(c *fiber.Ctx, form any) error {
	values, err := formValues(c)
	if err != nil {
		return err
	}
	if err := refuseFiles(c); err != nil {
		return err
	}
	return bindValues(values, form)
}

// BindQuery reads the address's query into a struct of strings and numbers, for
// searches and filters. What is unknown there is no harm and is passed over.
func BindQuery(c *fiber.Ctx, form any) error {
	known := url.Values{}
	for _, f := range fieldsOf(form) {
		if v := c.Query(f.name); v != "" {
			known.Set(f.name, v)
		}
	}
	return bindValues(known, form)
}

func bindValues(values url.Values, form any) error {
	fields := fieldsOf(form)
	if err := refuseStrangers(values, fields); err != nil {
		return err
	}
	var faults fault.Fields
	for _, f := range fields {
		f.read(values[f.name], &faults)
	}
	return faults.Err()
}

type boundField struct {
	name  string
	max   int
	value reflect.Value
}

// fieldsOf lists the tagged fields. A struct without a pointer, or with a field
// of a kind Bind doesn't know, is a mistake in the code and panics at once.
func fieldsOf(form any) []boundField {
	v := reflect.ValueOf(form).Elem()
	var fields []boundField
	for i := range v.NumField() {
		tag, ok := v.Type().Field(i).Tag.Lookup("form")
		if !ok {
			continue
		}
		name, option, _ := strings.Cut(tag, ",")
		f := boundField{name: name, max: usualMax, value: v.Field(i)}
		if n, err := strconv.Atoi(strings.TrimPrefix(option, "max=")); err == nil {
			f.max = n
		}
		fields = append(fields, f)
	}
	return fields
}

func refuseStrangers(values url.Values, fields []boundField) error {
	known := map[string]bool{"csrf": false, "key": false}
	for _, f := range fields {
		known[f.name] = f.value.Kind() == reflect.Slice
	}
	for name, list := range values {
		isMany, ok := known[name]
		if !ok {
			return fault.New(fault.Invalid, "form_unknown", fault.Params{"Field": clip(strings.ToValidUTF8(name, "?"))})
		}
		if len(list) > 1 && !isMany {
			return fault.New(fault.Invalid, "form_twice", fault.Params{"Field": name})
		}
	}
	return nil
}

// read sets the field from what was sent; a field that was not sent keeps its
// value.
func (f boundField) read(sent []string, faults *fault.Fields) {
	if len(sent) == 0 {
		return
	}
	clean := make([]string, len(sent))
	for i, s := range sent {
		clean[i] = strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n"))
		if !isText(s) {
			faults.Add(f.name, "field.text")
			return
		}
		if utf8.RuneCountInString(clean[i]) > f.max {
			faults.Add(f.name, "field.long", fault.Params{"Max": f.max})
			return
		}
	}
	if key := f.set(clean); key != "" {
		faults.Add(f.name, key)
	}
}

// set answers the key of what is wrong, or "".
func (f boundField) set(clean []string) string {
	if f.value.Kind() == reflect.Slice {
		f.value.Set(reflect.ValueOf(clean).Convert(f.value.Type()))
		return ""
	}
	if reader, ok := f.value.Addr().Interface().(encoding.TextUnmarshaler); ok {
		if reader.UnmarshalText([]byte(clean[0])) != nil {
			return "field.choice"
		}
		return ""
	}
	return f.setPlain(clean[0])
}

func (f boundField) setPlain(text string) string {
	switch f.value.Kind() {
	case reflect.String:
		f.value.SetString(text)
	case reflect.Bool:
		f.value.SetBool(text != "" && text != "false")
	case reflect.Int, reflect.Int64:
		return f.setNumber(text)
	default:
		panic(fmt.Sprintf("bind %s: a form can't hold a %s", f.name, f.value.Type()))
	}
	return ""
}

// setNumber takes digits as people type them: spaces between groups are fine.
func (f boundField) setNumber(text string) string {
	if text == "" {
		return ""
	}
	plain := strings.NewReplacer(" ", "", "\u00a0", "", "\u2212", "-").Replace(text)
	n, err := strconv.ParseInt(plain, 10, 64)
	if err != nil {
		return "field.number"
	}
	f.value.SetInt(n)
	return ""
}

// isText refuses NUL and other control characters but for line ends and tabs.
func isText(s string) bool {
	if !utf8.ValidString(s) {
		return false
	}
	for _, r := range s {
		if unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' {
			return false
		}
	}
	return true
}
