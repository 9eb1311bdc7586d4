package cli

import (
	"errors"
	"fmt"
	"strings"

	"fealty/models/fault"
	"fealty/views"
)

// tell puts a fault of the models into English sentences, field by field; other errors pass as they are.
func (e Env) tell(err error) error {
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind == fault.Internal {
		return err
	}
	locales, failed := views.LoadLocales()
	if failed != nil {
		return errors.Join(err, failed)
	}
	l := locales.Pick("en")
	if len(f.Fields) == 0 {
		return fmt.Errorf("%s", sentence(l, f.Key, f.Params))
	}
	var lines []string
	for _, name := range f.FieldNames() {
		field := f.Fields[name]
		lines = append(lines, "- "+name+": "+sentence(l, field.Key, field.Params))
	}
	return fmt.Errorf("%d fault(s):\n%s", len(lines), strings.Join(lines, "\n"))
}

func sentence(l *views.Locale, key string, params fault.Params) string {
	pairs := make([]any, 0, 2*len(params))
	for name, value := range params {
		pairs = append(pairs, name, value)
	}
	return l.T("fault."+key, pairs...)
}
