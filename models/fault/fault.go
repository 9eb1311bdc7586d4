package fault

import (
	"errors"
	"fmt"
	"sort"
)

// Kind says who can mend an error, and so which status answers it.
type Kind uint8

const (
	// Internal is a fault of ours: logged whole, shown as a sentence with an id.
	Internal Kind = iota
	// Invalid is input that can't be used as it stands (422).
	Invalid
	// Refused is a business rule saying no: sold out, too few points (409).
	Refused
	// Conflict is the same business reference with other content (409).
	Conflict
	// Mismatch is an idempotency key repeated with other input (422).
	Mismatch
	// NotFound is unknown, or not yours (404).
	NotFound
	// Gone was here and is over for good (410).
	Gone
	// Unauthenticated asks for a sign-in (401).
	Unauthenticated
	// Forbidden is signed in and not allowed (403).
	Forbidden
	// TooMany is a limit reached; Params["seconds"] tells when to try again (429).
	TooMany
	// Unavailable is a part that is down for the moment (503).
	Unavailable
)

// Params are the values a message needs; keys are the placeholders of the locale.
type Params map[string]any

// Field is what is wrong with one field: a locale key under "fault." and its
// parameters.
type Field struct {
	Key    string
	Params Params
}

// Error is a fault told by key, never by a sentence. The cause, if any, is for
// the log and is never shown.
type Error struct {
	Kind   Kind
	Key    string
	Params Params
	Fields map[string]Field
	Cause  error
}

// Error tells the key, the fields and the cause, for logs.
func (e *Error) Error() string {
	s := e.Key
	for _, name := range e.FieldNames() {
		s += fmt.Sprintf(" [%s: %s]", name, e.Fields[name].Key)
	}
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// FieldNames lists the faulty fields in order.
func (e *Error) FieldNames() []string {
	names := make([]string, 0, len(e.Fields))
	for name := range e.Fields {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// New makes a fault of a kind with a key and its parameters.
func New(kind Kind, key string, params ...Params) *Error {
	e := &Error{Kind: kind, Key: key}
	if len(params) > 0 {
		e.Params = params[0]
	}
	return e
}

// Wrap makes a fault that remembers its cause.
func Wrap(kind Kind, key string, cause error) *Error {
	return &Error{Kind: kind, Key: key, Cause: cause}
}

// Fields collects what is wrong with each field of one input; the zero value is
// ready to use.
type Fields struct{ list map[string]Field }

// Add says that a field is wrong. The first fault of a field stands.
func (f *Fields) Add(name, key string, params ...Params) {
	if f.list == nil {
		f.list = map[string]Field{}
	}
	if _, taken := f.list[name]; taken {
		return
	}
	field := Field{Key: key}
	if len(params) > 0 {
		field.Params = params[0]
	}
	f.list[name] = field
}

// Err is nil when no field is wrong, else one Invalid fault that names them all.
func (f *Fields) Err() error {
	if len(f.list) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Key: "invalid", Fields: f.list}
}

// Of gives the first *Error in the chain, or an Internal one with that cause.
func Of(err error) *Error {
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	return &Error{Kind: Internal, Cause: err}
}

// KindOf gives the kind of the first *Error in the chain, or Internal.
func KindOf(err error) Kind { return Of(err).Kind }

// Is tells whether the chain holds an *Error with this key.
func Is(err error, key string) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Key == key
}
