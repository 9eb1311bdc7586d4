package views

import "fmt"

// Option is one choice of a select.
type Option struct {
	Value, Label string
}

// Field is one labelled control of a form with its hint and its error. Made in
// templates by {{template "shared/field" (field $ "contact" .Form.Contact "member.join.new.contact" "type" "email")}}.
type Field struct {
	ID, Name, Value, Label, Hint, Error, Type  string
	Autocomplete, Inputmode, Placeholder, Lang string
	Min, Max, Step, Unit, Class                string
	Maxlength, Rows                            string
	Required, Autofocus, Hidden, Readonly      bool
	Options                                    []Option
}

// Describes is the ids of hint and error, for aria-describedby.
func (f Field) Describes() string {
	ids := ""
	if f.Hint != "" {
		ids = f.ID + "-hint"
	}
	if f.Error != "" {
		ids += " " + f.ID + "-error"
	}
	return ids
}

// newField makes a field of a page's form; label is a locale key, the value is
// written as it prints, options come in pairs of name and value. "hint" and
// "placeholder" are locale keys too; "labelText" and "hintText" are sentences.
func newField(page Page, name string, value any, label string, options ...any) (Field, error) {
	l := page.Locale()
	f := Field{ID: "f-" + name, Name: name, Value: fmt.Sprint(value), Type: "text", Error: page.FieldError(name)}
	if label != "" {
		f.Label = l.T(label)
	}
	for i := 0; i+1 < len(options); i += 2 {
		option := fmt.Sprint(options[i])
		if option == "options" {
			f.Options, _ = options[i+1].([]Option)
			continue
		}
		if err := f.set(l, option, options[i+1]); err != nil {
			return f, err
		}
	}
	return f, nil
}

func (f *Field) set(l *Locale, option string, value any) error {
	text := fmt.Sprint(value)
	if flag := f.flag(option); flag != nil {
		*flag = text == "true"
		return nil
	}
	if target := f.text(option); target != nil {
		*target = text
		return nil
	}
	switch option {
	case "hint":
		f.Hint = l.T(text)
	case "placeholder":
		f.Placeholder = l.T(text)
	default:
		return fmt.Errorf("make field %s: no option %q", f.Name, option)
	}
	return nil
}

func (f *Field) flag(option string) *bool {
	return map[string]*bool{"required": &f.Required, "autofocus": &f.Autofocus,
		"hiddenLabel": &f.Hidden, "readonly": &f.Readonly}[option]
}

func (f *Field) text(option string) *string {
	return map[string]*string{
		"id": &f.ID, "type": &f.Type, "autocomplete": &f.Autocomplete, "inputmode": &f.Inputmode,
		"lang": &f.Lang, "min": &f.Min, "max": &f.Max, "step": &f.Step, "unit": &f.Unit, "class": &f.Class,
		"maxlength": &f.Maxlength, "rows": &f.Rows, "labelText": &f.Label, "hintText": &f.Hint,
		"error": &f.Error,
	}[option]
}
