package web

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"fealty/models/fault"
)

// checkKeys walks the tokens for what encoding/json lets pass or does not place:
// repeated keys, deep nesting, and where a key stands that the type lacks.
func checkKeys(body []byte, into reflect.Type) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	return (&walker{d: d}).value(spot{kind: into})
}

// pathAt is the path of the value of a wrong type, with the places in lists,
// which the decoder leaves out.
func pathAt(body []byte, wrong *json.UnmarshalTypeError) string {
	w := &walker{d: json.NewDecoder(bytes.NewReader(body)), until: wrong.Offset, found: wrong.Field}
	w.d.UseNumber()
	if err := w.value(spot{}); err != nil {
		return wrong.Field
	}
	return w.found
}

// walker goes through a body. With until it notes the path of the value that
// ends there.
type walker struct {
	d     *json.Decoder
	until int64
	found string
}

// spot is where the walker stands: the path with dots, how deep that is, and the
// type that takes the value; nil where any key will do.
type spot struct {
	path  string
	depth int
	kind  reflect.Type
}

func (s spot) at(name string, kind reflect.Type) spot {
	path := name
	if s.path != "" {
		path = s.path + "." + name
	}
	return spot{path: path, depth: s.depth + 1, kind: kind}
}

func (w *walker) value(s spot) error {
	if s.depth > jsonDepth {
		return fault.New(fault.Invalid, "json_deep")
	}
	token, err := w.d.Token()
	if err != nil {
		return fault.Wrap(fault.Invalid, "json_unreadable", fmt.Errorf("read JSON: %w", err))
	}
	if w.until > 0 && w.d.InputOffset() >= w.until {
		w.found, w.until = s.path, 0
	}
	switch token {
	case json.Delim('{'):
		return w.object(s)
	case json.Delim('['):
		return w.array(s)
	}
	return nil
}

func (w *walker) object(s spot) error {
	known := keysOf(s.kind)
	seen := map[string]bool{}
	for w.d.More() {
		token, err := w.d.Token()
		if err != nil {
			return fault.Wrap(fault.Invalid, "json_unreadable", err)
		}
		name, _ := token.(string)
		folded := strings.ToLower(name)
		next := s.at(clip(name), known[folded])
		if seen[folded] {
			return wrongKey("json_twice", next.path, name)
		}
		seen[folded] = true
		if known != nil && next.kind == nil {
			return wrongKey("json_unknown", next.path, name)
		}
		if err := w.value(next); err != nil {
			return err
		}
	}
	return w.close()
}

func (w *walker) array(s spot) error {
	var kind reflect.Type
	if s.kind = plainType(s.kind); s.kind != nil && (s.kind.Kind() == reflect.Slice || s.kind.Kind() == reflect.Array) {
		kind = s.kind.Elem()
	}
	for i := 0; w.d.More(); i++ {
		if err := w.value(s.at(strconv.Itoa(i), kind)); err != nil {
			return err
		}
	}
	return w.close()
}

func (w *walker) close() error {
	if _, err := w.d.Token(); err != nil {
		return fault.Wrap(fault.Invalid, "json_unreadable", err)
	}
	return nil
}

// keysOf gives a struct's keys, folded, with their types; nil for what is no
// struct or reads itself.
func keysOf(t reflect.Type) map[string]reflect.Type {
	if t = plainType(t); t == nil || t.Kind() != reflect.Struct {
		return nil
	}
	fields := map[string]reflect.Type{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case name == "-":
		case f.Anonymous && name == "":
			for inner, kind := range keysOf(f.Type) {
				fields[inner] = kind
			}
		case !f.IsExported():
		case name == "":
			fields[strings.ToLower(f.Name)] = f.Type
		default:
			fields[strings.ToLower(name)] = f.Type
		}
	}
	return fields
}

// plainType takes the pointers off a type; nil when it reads JSON in its own way.
func plainType(t reflect.Type) reflect.Type {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == nil || reflect.PointerTo(t).Implements(reflect.TypeFor[json.Unmarshaler]()) ||
		reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) {
		return nil
	}
	return t
}
