package admin

import (
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/shopspring/decimal"

	"fealty/handlers/web"
	"fealty/models/fault"
	"fealty/models/programme"
	"fealty/models/publishing"
	"fealty/views"
)

// rulesView is what the editors of rules have in common: the version that a
// change builds on, and when it is to hold.
type rulesView struct {
	web.Chrome
	In     web.Typed
	Newest *programme.Version
	// Waits says that the newest version has not started yet.
	Waits   bool
	CanEdit bool
	// IsSetup says that the club isn't open yet, so that nobody needs notice.
	IsSetup bool
}

func newRulesView(c *fiber.Ctx, d web.Deps) (rulesView, error) {
	newest, err := publishing.Newest(c.UserContext(), d.DB)
	if err != nil {
		return rulesView{}, err
	}
	return rulesView{Newest: newest, Waits: newest.StartsAt.After(d.DB.Time()), CanEdit: may(c, web.Desk("programme")...),
		IsSetup: !web.ClubOf(c).IsOpen()}, nil
}

// Doc is the document that the form changes.
func (v *rulesView) Doc() programme.Document { return v.Newest.Document }

// TierName is what a tier is called in the reader's language.
func (v *rulesView) TierName(key string) string { return v.Newest.Words(v.L.Lang).Tiers[key].Name }

// common are the fields that every editor of rules has.
func commonNames() []string { return []string{"base", "starts_on", "note"} }

// publish makes the change the next version, from the day that was typed.
func (v *rulesView) publish(c *fiber.Ctx, d web.Deps, names map[string]string, edit func(*programme.Document) error) error {
	var in reader
	day := in.day("starts_on", v.In["starts_on"])
	if err := in.wrong.Err(); err != nil {
		return err
	}
	cmd := publishing.Command{Note: v.In["note"]}
	if day != nil {
		cmd.StartsAt = time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, v.Newest.Zone())
		if today := v.Newest.Today(d.DB.Time()); day.Equal(today) {
			cmd.StartsAt = time.Time{}
		}
	}
	if len([]rune(cmd.Note)) > 200 {
		in.wrong.Add("note", "too_long", fault.Params{"max": 200})
		return in.wrong.Err()
	}
	err := amend(c, d, v.In["base"], cmd, edit)
	return renamed(err, names)
}

// typedDecimal reads a number with a comma or a point; what is none is a fault of
// its field.
func (r *reader) decimal(name, typed string) decimal.Decimal {
	if typed == "" {
		return decimal.Zero
	}
	n, err := decimal.NewFromString(strings.Replace(plain.Replace(typed), ",", ".", 1))
	if err != nil || len(typed) > 20 {
		r.wrong.Add(name, "field.number")
		return decimal.Zero
	}
	return n
}

// choice reads one of a select's values.
func (r *reader) choice(name, typed string, known ...string) string {
	if web.OneOf(typed, known...) != typed {
		r.wrong.Add(name, "choice")
	}
	return typed
}

// months are the lengths that a select offers.
func (v *rulesView) choices(prefix string, values ...string) []views.Option {
	return options(v.L, prefix, values...)
}
