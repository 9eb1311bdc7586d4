package admin

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/arranging"
	"fealty/models/club"
	"fealty/models/fault"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/publishing"
	"fealty/views"
)

// settingsEditView is the page of what the shop switches on and off.
type settingsEditView struct {
	web.Chrome
	In     web.Typed
	Newest *programme.Version
	// HasSMS and HasMail say that there is a way out of the house; MailFrom is the
	// sender.
	HasSMS, HasMail bool
	MailFrom        string
	// SeesKeys tells whether this person's role has to do with API keys.
	SeesKeys bool
}

func settingsView(c *fiber.Ctx, d web.Deps) (*settingsEditView, error) {
	newest, err := publishing.Newest(c.UserContext(), d.DB)
	if err != nil {
		return nil, err
	}
	settings, err := club.Load(c.UserContext(), d.DB)
	if err != nil {
		return nil, err
	}
	v := &settingsEditView{Newest: newest, In: switchesOf(settings, newest.Document), HasSMS: d.Config.SMS.URL != "", HasMail: d.Config.SMTPURL != "",
		MailFrom: d.Config.MailFrom, SeesKeys: may(c, web.Office("keys")...)}
	return v, nil
}

func settingsEdit(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := settingsView(c, d)
		if err != nil {
			return err
		}
		return web.Render(c, "admin/settings/edit", v)
	}
}

func settingsUpdate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := settingsView(c, d)
		if err != nil {
			return err
		}
		typed, err := web.BindNamed(c, switchNames()...)
		if err == nil {
			err = saveSwitches(c, d, typed)
		}
		for name, text := range typed {
			v.In[name] = text
		}
		if err != nil {
			return web.Invalid(c, "admin/settings/edit", v, err)
		}
		web.Done(c, "admin.settings.edit.saved")
		return web.Redirect(c, "/admin/settings")
	}
}

func saveSwitches(c *fiber.Ctx, d web.Deps, typed web.Typed) error {
	var in reader
	limits := club.Limits{PerAct: money.Points(in.number("points_per_act", typed["points_per_act"])),
		PerDay: money.Points(in.number("points_per_day", typed["points_per_day"])), ApproveAbove: money.Points(in.number("approve_above", typed["approve_above"]))}
	if err := in.wrong.Err(); err != nil {
		return err
	}
	return arranging.Change(c.UserContext(), d.DB, d.Club, actOf(c, "club.settings"), func(s *club.Settings) error {
		for _, feature := range club.Features() {
			s.Turn(feature, typed.Ticked("feature."+feature))
		}
		s.Help, s.Complaints, s.SMS, s.Limits = typed["help"], typed["complaints"], typed.Ticked("sms"), limits
		return nil
	})
}

func switchNames() []string {
	names := []string{"help", "complaints", "sms", "points_per_act", "points_per_day", "approve_above"}
	for _, feature := range club.Features() {
		names = append(names, "feature."+feature)
	}
	return names
}

// switchesOf fills the forms with what is set.
func switchesOf(s club.Settings, doc programme.Document) web.Typed {
	t := web.Typed{"help": s.Help, "complaints": s.Complaints, "points_per_act": strconv.FormatInt(int64(s.PerAct), 10),
		"points_per_day": strconv.FormatInt(int64(s.PerDay), 10), "approve_above": strconv.FormatInt(int64(s.ApproveAbove), 10), "main": doc.Club.Languages[0]}
	if s.SMS {
		t["sms"] = "on"
	}
	for _, feature := range club.Features() {
		if s.Has(feature) {
			t["feature."+feature] = "on"
		}
	}
	for _, lang := range doc.Club.Languages {
		t["language."+lang] = "on"
	}
	return t
}

// languagesUpdate publishes which languages the club speaks, and which is its own.
func languagesUpdate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := settingsView(c, d)
		if err != nil {
			return err
		}
		names := []string{"base", "main"}
		for _, lang := range views.Languages {
			names = append(names, "language."+lang)
		}
		typed, err := web.BindNamed(c, names...)
		for name, text := range typed {
			v.In[name] = text
		}
		if err == nil {
			err = speak(c, d, typed)
		}
		if err != nil {
			return web.Invalid(c, "admin/settings/edit", v, err)
		}
		web.Done(c, "admin.settings.edit.spoken")
		return web.Redirect(c, "/admin/settings#languages")
	}
}

func speak(c *fiber.Ctx, d web.Deps, typed web.Typed) error {
	var wrong fault.Fields
	main := typed["main"]
	if web.OneOf(main, views.Languages...) != main || !typed.Ticked("language."+main) {
		wrong.Add("main", "main_language")
		return wrong.Err()
	}
	spoken := []string{main}
	for _, lang := range views.Languages {
		if lang != main && typed.Ticked("language."+lang) {
			spoken = append(spoken, lang)
		}
	}
	note := publishing.Command{Note: web.Locale(c).T("admin.settings.edit.note")}
	return amend(c, d, typed["base"], note, func(doc *programme.Document) error {
		publishing.Speak(doc, spoken)
		return nil
	})
}
