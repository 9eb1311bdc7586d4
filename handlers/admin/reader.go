package admin

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"fealty/handlers/web"
	"fealty/models/fault"
	"fealty/models/money"
)

// reader turns what people type into numbers, money and days, and remembers
// what it could not read. The typed text stays in the form.
type reader struct {
	wrong    fault.Fields
	currency money.Currency
}

var plain = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "\u2212", "-")

// number reads a whole number; nothing typed is 0.
func (r *reader) number(name, typed string) int64 {
	if typed == "" {
		return 0
	}
	n, err := strconv.ParseInt(plain.Replace(typed), 10, 64)
	if err != nil {
		r.wrong.Add(name, "field.number")
	}
	return n
}

// maybe reads a whole number where nothing typed means something else than 0.
func (r *reader) maybe(name, typed string) *int64 {
	if typed == "" {
		return nil
	}
	n := r.number(name, typed)
	return &n
}

// amount reads money in the programme's currency, "9.50" or "9,50"; nothing is 0.
func (r *reader) amount(name, typed string) money.Amount {
	return web.ReadAmount(&r.wrong, r.currency, name, typed)
}

// day reads a date as browsers send it; nothing is none.
func (r *reader) day(name, typed string) *time.Time {
	if typed == "" {
		return nil
	}
	day, err := time.Parse(time.DateOnly, typed)
	if err != nil || day.Year() < 1900 || day.Year() > 9999 {
		r.wrong.Add(name, "day_form")
		return nil
	}
	return &day
}

// typedAmount writes money as it stands in a form: "9.50", and "9" for whole
// units.
func typedAmount(c money.Currency, a money.Amount) string {
	text := c.Format(a)
	if whole, cents, ok := strings.Cut(text, "."); ok && strings.Trim(cents, "0") == "" {
		return whole
	}
	return text
}

func typedDay(day *time.Time) string {
	if day == nil {
		return ""
	}
	return day.Format(time.DateOnly)
}

// renamed gives a fault's fields the names that a page calls them by.
func renamed(err error, names map[string]string) error {
	var e *fault.Error
	if !errors.As(err, &e) || len(e.Fields) == 0 {
		return err
	}
	var wrong fault.Fields
	for _, name := range e.FieldNames() {
		field, as := e.Fields[name], names[name]
		if as == "" {
			as = name
		}
		wrong.Add(as, field.Key, field.Params)
	}
	return wrong.Err()
}
