package admin

import (
	"fealty/models/club"
	"fealty/views"
)

// toggle is something to switch on or off.
type toggle struct {
	Name, Label, Text string
	On                bool
}

// Features are what a shop may turn off.
func (v *settingsEditView) Features() []toggle {
	var list []toggle
	for _, feature := range club.Features() {
		at := "admin.settings.edit.feature." + feature
		list = append(list, toggle{"feature." + feature, v.T(at), v.T(at + "_text"), v.In.Ticked("feature." + feature)})
	}
	return list
}

// Spoken are the languages, with those that the club speaks ticked.
func (v *settingsEditView) Spoken() []toggle {
	var list []toggle
	for _, lang := range views.Languages {
		list = append(list, toggle{Name: "language." + lang, Label: v.T("admin.settings.edit.language." + lang), On: v.In.Ticked("language." + lang)})
	}
	return list
}

// Mains are the languages that may be the club's own.
func (v *settingsEditView) Mains() []views.Option {
	return options(v.L, "admin.settings.edit.language.", views.Languages...)
}

// SMSState is what becomes of an SMS.
func (v *settingsEditView) SMSState() string {
	if v.HasSMS {
		return v.T("admin.settings.edit.sms_ready")
	}
	return v.T("admin.settings.edit.sms_none")
}

// MailState is what becomes of a mail.
func (v *settingsEditView) MailState() string {
	if v.HasMail {
		return v.T("admin.settings.edit.mail_ready", "From", v.MailFrom)
	}
	return v.T("admin.settings.edit.mail_none")
}
