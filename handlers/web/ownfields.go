package web

import (
	"time"

	"fealty/models/fields"
	"fealty/views"
)

// FieldText words what somebody has in a field of the shop's own.
func FieldText(l *views.Locale, d fields.Definition, name fields.Name, value string) string {
	switch d.Kind {
	case fields.Date:
		if day, err := time.Parse(time.DateOnly, value); err == nil {
			return l.Date(day)
		}
	case fields.Choice:
		return d.Called(value, name)
	case fields.YesNo:
		return l.T("web.fields." + value)
	}
	return value
}

// FieldOptions are the choices of a field, with none before them.
func FieldOptions(l *views.Locale, d fields.Definition, name fields.Name) []views.Option {
	list := []views.Option{{Label: l.T("web.fields.none")}}
	if d.Kind == fields.YesNo {
		return append(list, views.Option{Value: fields.Yes, Label: l.T("web.fields.yes")}, views.Option{Value: fields.No, Label: l.T("web.fields.no")})
	}
	for _, choice := range d.Choices {
		list = append(list, views.Option{Value: choice, Label: d.Called(choice, name)})
	}
	return list
}
