package web

import (
	"errors"
	"sort"
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/models/fault"
	"fealty/views"
)

// Problems is what was wrong with a form, in words: {{template "shared/errors" .}}
// shows the summary, and each field its own sentence.
type Problems struct {
	Title  string
	Fields []FieldProblem
}

// FieldProblem is one wrong field.
type FieldProblem struct{ Name, Text string }

// FieldError is the sentence of a field, or "".
func (ch *Chrome) FieldError(name string) string {
	if ch.Problems == nil {
		return ""
	}
	for _, f := range ch.Problems.Fields {
		if f.Name == name {
			return f.Text
		}
	}
	return ""
}

// Invalid draws the form again with what was wrong: status 422 for Invalid, 409
// for a Refused. Any other error is returned as it is, so that a handler can say
// `return web.Invalid(c, page, view, err)` for every error of its one call.
func Invalid(c *fiber.Ctx, page string, view Page, err error, fragments ...string) error {
	var e *fault.Error
	if !errors.As(err, &e) || (e.Kind != fault.Invalid && e.Kind != fault.Refused) {
		return err
	}
	view.base().Problems = problemsOf(Locale(c), e)
	c.Status(statusOf(e.Kind))
	return Render(c, page, view, fragments...)
}

func problemsOf(l *views.Locale, e *fault.Error) *Problems {
	p := &Problems{Title: l.T("web.problems.title")}
	for _, name := range e.FieldNames() {
		f := e.Fields[name]
		p.Fields = append(p.Fields, FieldProblem{name, sentence(l, f.Key, f.Params)})
	}
	if len(p.Fields) == 0 {
		p.Title = sentence(l, e.Key, e.Params)
	}
	return p
}

// Sentence words a fault in the visitor's language, for a page that shows it in
// its own way.
func Sentence(c *fiber.Ctx, e *fault.Error) string { return sentence(Locale(c), e.Key, e.Params) }

// sentence words a fault's key; params go by name.
func sentence(l *views.Locale, key string, params fault.Params) string {
	return l.T("fault."+key, pairs(l, params)...)
}

// pairs writes days and instants as the language does: a refusal that was kept
// as text holds them in their ISO form.
func pairs(l *views.Locale, params fault.Params) []any {
	names := make([]string, 0, len(params))
	for name := range params {
		names = append(names, name)
	}
	sort.Strings(names)
	list := make([]any, 0, 2*len(names))
	for _, name := range names {
		list = append(list, name, dated(l, params[name]))
	}
	return list
}

func dated(l *views.Locale, value any) any {
	text, ok := value.(string)
	if !ok {
		return value
	}
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return l.Date(day)
	}
	if instant, err := time.Parse(time.RFC3339, text); err == nil {
		return l.At(instant)
	}
	return text
}
