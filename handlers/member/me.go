package member

import (
	"fmt"
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/consents"
	"fealty/models/enrolling"
	"fealty/models/fault"
	"fealty/models/insights"
	"fealty/models/members"
	"fealty/models/sessions"
	"fealty/views"
)

type meForm struct {
	FirstName string `form:"first_name,max=80"`
	Language  string `form:"language,max=10"`
	Day       string `form:"birthday,max=10"`
}

// birthday reads the day; nil when the form leaves it open.
func (f meForm) birthday() (*time.Time, error) {
	if f.Day == "" {
		return nil, nil
	}
	day, err := time.Parse(time.DateOnly, f.Day)
	if err != nil {
		var fields fault.Fields
		fields.Add("birthday", "birthday_invalid")
		return nil, fields.Err()
	}
	return &day, nil
}

// agreement is one consent as it stands, and since when.
type agreement struct {
	Purpose consents.Purpose
	Granted bool
	At      *time.Time
}

type meEditView struct {
	web.Chrome
	Home     insights.Home
	Member   members.Member
	TierName string
	Form     meForm
	Contacts []members.Contact
	Consents []agreement
	// Own are the shop's own fields.
	Own []ownField
}

// CanFill tells whether any of them is filled in by members.
func (v *meEditView) CanFill() bool {
	for _, f := range v.Own {
		if f.CanEdit {
			return true
		}
	}
	return false
}

// Languages are those the club speaks, by their own names.
func (v *meEditView) Languages() []views.Option {
	list := make([]views.Option, 0, len(v.Club.Languages))
	for _, language := range v.Club.Languages {
		list = append(list, views.Option{Value: language.Code, Label: language.Name})
	}
	return list
}

// CanAdd tells whether there is room for another contact.
func (v *meEditView) CanAdd() bool { return len(v.Contacts) < enrolling.MaxContacts }

func meView(c *fiber.Ctx, d web.Deps) (*meEditView, error) {
	v, home, err := readHolder(c, d)
	if err != nil {
		return nil, err
	}
	m := web.MemberOf(c)
	view := &meEditView{Home: home, Member: m, Form: meForm{FirstName: m.FirstName, Language: m.Language}}
	view.TierName = v.Words(web.Locale(c).Lang).Tiers[home.Standing.Tier].Name
	if view.Contacts, err = members.Contacts(c.UserContext(), d.DB, m.ID); err != nil {
		return nil, err
	}
	if view.Own, err = ownFields(c, d, v); err != nil {
		return nil, err
	}
	history, err := consents.History(c.UserContext(), d.DB, m.ID)
	view.Consents = agreements(history)
	return view, err
}

// agreements takes the latest answer of each purpose from a history, the newest
// of which comes first.
func agreements(history []consents.Receipt) []agreement {
	list := make([]agreement, 0, len(consents.Purposes))
	for _, purpose := range consents.Purposes {
		one := agreement{Purpose: purpose}
		for i := len(history) - 1; i >= 0; i-- {
			if history[i].Purpose == purpose {
				one.Granted, one.At = history[i].Granted, &history[i].GivenAt
			}
		}
		list = append(list, one)
	}
	return list
}

func meEdit(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view, err := meView(c, d)
		if err != nil {
			return err
		}
		return web.Render(c, "member/me/edit", view)
	}
}

func meUpdate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view, err := meView(c, d)
		if err != nil {
			return err
		}
		if err := saveMe(c, d, &view.Form); err != nil {
			return web.Invalid(c, "member/me/edit", view, err)
		}
		web.SetLanguage(c, view.Form.Language)
		web.Done(c, "member.me.edit.saved")
		return web.Redirect(c, "/me")
	}
}

func saveMe(c *fiber.Ctx, d web.Deps, form *meForm) error {
	if err := web.Bind(c, form); err != nil {
		return err
	}
	birthday, err := form.birthday()
	if err != nil {
		return err
	}
	v, err := inForce(c, d)
	if err != nil {
		return err
	}
	profile := enrolling.Profile{Member: web.MemberOf(c).ID, FirstName: form.FirstName, Language: form.Language, Birthday: birthday}
	return enrolling.SaveProfile(c.UserContext(), d.DB, v, profile)
}

type consentsForm struct {
	Marketing    bool `form:"marketing"`
	Profiling    bool `form:"profiling"`
	Personalised bool `form:"personalised_marketing"`
}

// consentsUpdate keeps the three answers.
func consentsUpdate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		var form consentsForm
		if err := web.Bind(c, &form); err != nil {
			return err
		}
		agreed := consentForm(form)
		choosing := enrolling.Choosing{Member: web.MemberOf(c).ID, Choices: agreed.choices(), Wording: wording}
		if err := enrolling.Choose(c.UserContext(), d.DB, choosing); err != nil {
			return err
		}
		web.Done(c, "member.me.edit.saved")
		return web.Redirect(c, "/me")
	}
}

// signoutsCreate signs the member out on every device.
func signoutsCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		row, err := web.Session(c)
		if err != nil {
			return err
		}
		if err := sessions.SignOutEverywhere(c.UserContext(), d.DB, row); err != nil {
			return fmt.Errorf("sign out on every device: %w", err)
		}
		if err := web.SignOut(c); err != nil {
			return err
		}
		web.Done(c, "member.signin.new.out_everywhere")
		return web.Redirect(c, "/")
	}
}
