package partner

import (
	"errors"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/catalogue"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/insights"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/redeeming"
	"fealty/models/vouchers"
)

// verdict is the one answer to a code.
type verdict struct {
	// State is "good" (nothing used yet), "used", "undone" or "refused".
	State string
	Code  string
	Guest string
	Text  catalogue.Text
	Pays  money.Amount
	// Use, UsedAt and UndoUntil are of a use; UndoUntil is nil when it is too
	// late.
	Use       ids.Use
	UsedAt    time.Time
	UndoUntil *time.Time
	// Heading and Reason word a refusal of this Key; Close is what may have been
	// meant.
	Key, Heading, Reason string
	Close                string
}

// IsMistyped tells whether the code can't be any voucher's.
func (v *verdict) IsMistyped() bool { return v.Key == "voucher_mistyped" }

// HandOver is what to give.
func (v *verdict) HandOver() string {
	if v.Text.HandOver != "" {
		return v.Text.HandOver
	}
	return v.Text.Name
}

func good(found redeeming.Found) *verdict {
	return &verdict{State: "good", Code: found.Code, Guest: found.Guest, Text: found.Text, Pays: found.Pays}
}

// served reads a use of this partner's.
func (d desk) served(c *fiber.Ctx, v *programme.Version, id ids.Use) (*verdict, error) {
	s, err := insights.ReadServed(c.UserContext(), d.DB, at(c, v), id)
	if err != nil {
		return nil, err
	}
	answer := &verdict{State: "used", Guest: redeeming.GuestName(s.FirstName), Text: s.Text, Pays: s.Pays, Use: s.ID, UsedAt: s.UsedAt}
	if s.UndoneAt != nil {
		answer.State = "undone"
	}
	if until := s.UsedAt.Add(vouchers.UndoWindow); s.CanUndo(d.DB.Time()) {
		answer.UndoUntil = &until
	}
	code, err := d.Keyring.Open(vouchers.Voucher{ID: s.VoucherID, CodeBox: s.CodeBox})
	if err != nil && !errors.Is(err, vouchers.ErrWiped) {
		return nil, err
	}
	answer.Code = code.String()
	return answer, nil
}

// refused words why not. An error that is no answer about a voucher comes back
// as it is.
func refused(c *fiber.Ctx, typed string, cause error) (*verdict, error) {
	f, ok := answerOf(cause)
	if !ok {
		return nil, cause
	}
	l := web.Locale(c)
	v := &verdict{State: "refused", Key: f.Key, Code: shown(typed), Heading: l.T("partner.checks.new.refused.other")}
	if heading := "partner.checks.new.refused." + f.Key; l.Has(heading) {
		v.Heading = l.T(heading)
	}
	v.Reason = web.Sentence(c, f)
	if v.IsMistyped() {
		if near, ok := vouchers.CloseMatch(typed); ok {
			v.Close = near.String()
		}
	}
	return v, nil
}

// answerOf tells which errors are answers about a voucher. A field that can't be
// read is a code that can't be.
func answerOf(err error) (*fault.Error, bool) {
	var f *fault.Error
	switch {
	case !errors.As(err, &f):
		return nil, false
	case len(f.Fields) > 0:
		return fault.New(fault.Invalid, "voucher_mistyped"), true
	}
	return f, strings.HasPrefix(f.Key, "voucher_")
}

// shown is what was typed, short enough to be shown again.
func shown(typed string) string {
	typed = strings.TrimSpace(typed)
	if code, err := vouchers.ParseCode(typed); err == nil {
		return code.String()
	}
	if r := []rune(typed); len(r) > 24 {
		return string(r[:24]) + "…"
	}
	return typed
}
