package web

import (
	"slices"

	"fealty/views"
)

// Choice is one of several: chips, options, tabs.
type Choice struct {
	Value, Label string
	On           bool
}

// Choices are values with their words, which stand in the locales under a prefix.
func Choices(l *views.Locale, prefix, chosen string, values ...string) []Choice {
	list := make([]Choice, 0, len(values))
	for _, value := range values {
		list = append(list, Choice{Value: value, Label: l.T(prefix + value), On: value == chosen})
	}
	return list
}

// OneOf gives the value when it is among the known ones, else the first of them.
func OneOf(value string, known ...string) string {
	if slices.Contains(known, value) {
		return value
	}
	return known[0]
}
