package jobs

import (
	"fmt"
	"strings"
	"time"

	"fealty/models/messages"
)

// params are all that a message may carry: numbers, dates, keys and ids, so that it holds no personal datum but a code.
type params struct {
	Points      int64  `json:"points"`
	Spendable   int64  `json:"spendable"`
	Owed        int64  `json:"owed"`
	Code        string `json:"code"`
	Link        string `json:"link"`
	Tier        string `json:"tier"`
	From        string `json:"from"`
	Next        string `json:"next"`
	Why         string `json:"why"`
	Amount      int64  `json:"amount"`
	Reward      string `json:"reward"`
	Voucher     string `json:"voucher"`
	AvailableOn day    `json:"available_on"`
	ExpiresOn   day    `json:"expires_on"`
	KeepUntil   day    `json:"keep_until"`
	// What changed at an account of staff, by a key.
	What string `json:"what"`
}

// on is the one date a message names, or nil.
func (p params) on() time.Time {
	for _, d := range []day{p.AvailableOn, p.ExpiresOn, p.KeepUntil} {
		if !d.IsZero() {
			return d.Time
		}
	}
	return time.Time{}
}

// day is a date, "2006-01-02"; empty and null are none.
type day struct{ time.Time }

// UnmarshalJSON reads the date at the head of the text, so that an instant of UTC midnight serves too.
func (d *day) UnmarshalJSON(text []byte) error {
	s := strings.Trim(string(text), `"`)
	if s == "" || s == "null" {
		return nil
	}
	at, err := time.Parse(time.DateOnly, s[:min(len(s), len(time.DateOnly))])
	if err != nil {
		return fmt.Errorf("read a date: %w", err)
	}
	d.Time = at
	return nil
}

// form says which sentences a message has and where its button leads.
type form struct {
	words    string // beginning of its keys
	parts    func(params) []string
	path     func(params) string
	shortKey string
}

// forms are the messages there are.
func forms() map[string]form {
	return map[string]form{
		messages.SigninCode:     {"mails.signin_code.", always("body", "more"), func(p params) string { return p.Link }, "mails.signin_code.sms"},
		messages.Welcome:        {"mails.welcome.", either(func(p params) bool { return p.Points > 0 }, "body", "body_none"), to("/home"), ""},
		messages.PointsEarned:   {"mails.points_earned.", either(isPending, "body_pending", "body"), to("/activity"), ""},
		messages.PointsReversed: {"mails.points_reversed.", reversed, to("/activity"), ""},
		messages.VoucherIssued:  {"mails.voucher_issued.", voucher, func(p params) string { return "/vouchers/" + p.Voucher }, ""},
		messages.TierUp:         {"mails.tier_up.", either(func(p params) bool { return !p.KeepUntil.IsZero() }, "body", "body_open"), to("/home"), ""},
		messages.TierDown:       {"mails.tier_down.", fell, to("/home"), ""},
		messages.TierAtRisk:     {"mails.tier_at_risk.", always("body", "more"), to("/home"), ""},
		messages.PointsExpired:  {"mails.points_expired.", always("body"), to("/activity"), ""},
		messages.PointsExpiring: {"mails.points_expiring.", always("body"), to("/rewards"), ""},
		messages.FriendJoined:   {"mails.friend_joined.", always("body"), to("/invite"), ""},
		messages.StaffInvite:    {"mails.staff_invite.", always("body", "more"), func(p params) string { return p.Link }, ""},
		messages.StaffReset:     {"mails.staff_reset.", always("body", "more"), func(p params) string { return p.Link }, ""},
		messages.StaffChanged:   {"mails.staff_changed.", func(p params) []string { return []string{"what." + p.What, "more"} }, to(""), ""},
		messages.FriendBought:   {"mails.friend_bought.", either(isPending, "body_pending", "body"), to("/invite"), ""},
		messages.VoucherGiven:   {"mails.voucher_given.", either(func(p params) bool { return !p.ExpiresOn.IsZero() }, "body", "body_open"), toVoucher, ""},
		messages.RewardBack:     {"mails.reward_back.", always("body"), func(p params) string { return "/rewards/" + p.Reward }, ""},
		messages.OrderPlaced:    {"mails.order_placed.", always("body", "more"), toVoucher, ""},
		messages.OrderSent:      {"mails.order_sent.", always("body"), toVoucher, ""},
		messages.OrderCancelled: {"mails.order_cancelled.", always("body"), to("/rewards"), ""},
	}
}

func isPending(p params) bool { return !p.AvailableOn.IsZero() }

func always(parts ...string) func(params) []string { return func(params) []string { return parts } }

func either(is func(params) bool, yes, no string) func(params) []string {
	return func(p params) []string {
		if is(p) {
			return []string{yes}
		}
		return []string{no}
	}
}

func toVoucher(p params) string { return "/vouchers/" + p.Voucher }

func to(path string) func(params) string { return func(params) string { return path } }

func reversed(p params) []string {
	if p.Owed > 0 {
		return []string{"body", "more"}
	}
	return []string{"body"}
}

func voucher(p params) []string {
	if p.ExpiresOn.IsZero() {
		return []string{"body_open", "more"}
	}
	return []string{"body", "more"}
}

// fell says why a tier fell, and what the way back is while there is one.
func fell(p params) []string {
	parts := []string{"body_term", "points"}
	if p.Why == "return" {
		parts[0] = "body_return"
	}
	if p.Points > 0 || p.Amount > 0 {
		parts = append(parts, "back")
	}
	return parts
}
