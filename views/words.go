package views

import "strings"

// Words are the shop's own names in one language, from the programme document.
type Words struct {
	// Point is the noun for points by plural category (one, few, many, other);
	// empty means the language's own word.
	Point map[string]string
}

// Points writes an amount of points with its noun: "1,240 points", "2 punkty".
func (l *Locale) Points(n any) string {
	return l.T("points.count", "Number", l.Number(n), "Noun", l.PointsNoun(n))
}

// PointsSigned writes points with their sign and noun: "−600 points".
func (l *Locale) PointsSigned(n any) string {
	return l.T("points.count", "Number", l.Signed(n), "Noun", l.PointsNoun(n))
}

// PointsNoun gives the noun that a number of points needs: "point", "points".
func (l *Locale) PointsNoun(n any) string {
	v := whole(n)
	if v < 0 {
		v = -v
	}
	if len(l.words.Point) == 0 {
		return l.N("points.noun", v)
	}
	if noun, ok := l.words.Point[l.category(v)]; ok {
		return noun
	}
	return l.words.Point["other"]
}

// category is the plural category of a whole number, asked of the locale file's
// own message so that there is one set of rules.
func (l *Locale) category(n int64) string { return l.N("points.category", n) }

// List joins words: "a, b and c".
func (l *Locale) List(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], l.rules.comma) + l.rules.and + items[last]
}
