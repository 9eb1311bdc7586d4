package member

import (
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/insights"
	"fealty/models/ledger"
	"fealty/models/money"
)

// actLine is an entry in words.
type actLine struct {
	Seq   int64
	Icon  string
	Tone  string
	Title string
	// Lang is the title's language where it is somebody's text.
	Lang string
	// Where adds a place to the day, or "".
	Where   string
	On      time.Time
	Amount  money.Points
	Balance money.Points
	// Notes explain it, sentence by sentence; Href and Action lead on.
	Notes        []string
	Href, Action string
}

// telling words entries under the programme that an entry was decided by.
type telling struct {
	terms
	today time.Time
}

func toldUnder(c *fiber.Ctx, d web.Deps, act insights.Act) (telling, error) {
	v, err := inForce(c, d)
	if err != nil {
		return telling{}, err
	}
	today := v.Today(d.DB.Time())
	if act.Kind == ledger.Purchase && act.Version != v.Number && act.Version > 0 {
		v, err = d.Programme.Number(c.UserContext(), d.DB, act.Version)
	}
	if err != nil {
		return telling{}, err
	}
	return telling{termsOf(web.Locale(c), v), today}, nil
}

func (t telling) line(a insights.Act) (actLine, error) {
	line := actLine{Seq: a.Seq, On: a.On, Amount: a.Amount, Balance: a.Balance, Where: a.Shop}
	line.Icon, line.Tone = look(a.Kind)
	line.Title, line.Lang = t.title(a.Deed), t.Lang
	if a.Kind == ledger.Redemption && a.Name != "" {
		line.Lang = a.Language
	}
	notes, err := t.notes(a)
	line.Notes = slices.Concat(notes, t.lasting(a))
	switch {
	case !a.Voucher.IsZero():
		line.Href, line.Action = "/vouchers/"+a.Voucher.String(), t.T("member.activity.open.voucher")
	case !a.Donation.IsZero():
		line.Href, line.Action = "/donations/"+a.Donation.String(), t.T("member.activity.open.donation")
	}
	return line, err
}

// look is the icon of a kind and the tone of the dot behind it.
func look(kind ledger.Kind) (icon, tone string) {
	found, ok := map[ledger.Kind][2]string{
		ledger.Purchase: {"bag", "ok"}, ledger.Welcome: {"star", "brand"}, ledger.Opening: {"layers", ""},
		ledger.Referral: {"share", "brand"}, ledger.ReferralFriend: {"share", "brand"}, ledger.Milestone: {"star", "brand"},
		ledger.Redemption: {"gift", ""}, ledger.VoucherReturned: {"undo", "ok"},
		ledger.Donation: {"heart", ""}, ledger.DonationUndone: {"undo", "ok"},
		ledger.Payment: {"bag", ""}, ledger.PaymentRestored: {"undo", "ok"},
		ledger.Reversal: {"undo", ""}, ledger.DebtPaid: {"check", ""}, ledger.Expired: {"clock", ""},
	}[kind]
	if !ok {
		return "edit", ""
	}
	return found[0], found[1]
}

// title heads an entry: what it was for, or what kind of act.
func (t terms) title(a insights.Deed) string {
	switch a.Kind {
	case ledger.Purchase, ledger.Payment:
		key := "member.activity.kind." + string(a.Kind)
		if a.Kind == ledger.Purchase && a.Channel == "web" {
			key = "member.activity.online"
		}
		return t.T(key, "Total", a.Total)
	case ledger.Redemption:
		if a.Name != "" {
			return a.Name
		}
	case ledger.Referral:
		if a.Name != "" {
			return t.T("member.activity.friend", "Friend", a.Name)
		}
	case ledger.Adjustment:
		if a.Amount < 0 {
			return t.T("member.activity.taken", "Club", t.doc.Club.Name)
		}
	}
	return t.T("member.activity.kind."+string(a.Kind), "Name", a.Name, "Club", t.doc.Club.Name, "Back", a.Back)
}

// lasting tells from when and until when what was given can be spent.
func (t telling) lasting(a insights.Act) []string {
	var notes []string
	if a.AvailableOn == nil || a.Amount <= 0 {
		return nil
	}
	if a.AvailableOn.After(t.today) {
		notes = append(notes, t.T("member.activity.pending", "On", t.Date(a.AvailableOn)))
	}
	if a.ExpiresOn == nil {
		return append(notes, t.T("member.activity.endless"))
	}
	return append(notes, t.T("member.activity.until", "On", t.Date(a.ExpiresOn)))
}
