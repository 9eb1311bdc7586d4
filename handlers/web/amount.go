package web

import (
	"errors"
	"strings"

	"fealty/models/fault"
	"fealty/models/money"
)

var plain = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "\u2212", "-", ",", ".")

// ReadAmount reads money as people type it, "9.50" or "9,50", in a field; nothing
// is 0. What can't be read is added to the wrong fields.
func ReadAmount(wrong *fault.Fields, currency money.Currency, name, typed string) money.Amount {
	if typed == "" {
		return 0
	}
	a, err := currency.ParseAmount(plain.Replace(typed))
	switch {
	case errors.Is(err, money.ErrRange):
		wrong.Add(name, "range")
	case err != nil:
		wrong.Add(name, "amount_form", fault.Params{"max": currency.Exponent})
	}
	return a
}
