package admin

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/fault"
	"fealty/models/fields"
	"fealty/models/ids"
	"fealty/models/members"
	"fealty/models/programme"
	"fealty/views"
)

// memberForm is the editor of a member as it was sent. Remove holds contacts as
// "kind value".
type memberForm struct {
	FirstName string   `form:"first_name,max=80"`
	Language  string   `form:"language,max=10"`
	Birthday  string   `form:"birthday,max=10"`
	Contact   string   `form:"contact,max=254"`
	Remove    []string `form:"remove"`
}

type membersEditView struct {
	web.Chrome
	Member    members.Member
	Form      memberForm
	Contacts  []members.Contact
	Fields    []fieldInput
	Languages []views.Option
}

// Removes tells whether a contact was ticked to go.
func (v *membersEditView) Removes(c members.Contact) bool {
	for _, text := range v.Form.Remove {
		if text == c.Kind+" "+c.Value {
			return true
		}
	}
	return false
}

func memberEditView(c *fiber.Ctx, d web.Deps) (*membersEditView, *programme.Version, error) {
	id, err := pathID[ids.Member](c)
	if err != nil {
		return nil, nil, err
	}
	m, err := members.Find(c.UserContext(), d.DB, id)
	if err == nil && !m.IsActive() {
		err = fault.New(fault.NotFound, "not_found")
	}
	if err != nil {
		return nil, nil, err
	}
	version, err := inForce(c, d)
	if err != nil {
		return nil, nil, err
	}
	v := &membersEditView{Member: m, Form: memberForm{FirstName: m.FirstName, Language: m.Language, Birthday: typedDay(m.Birthday)}}
	v.Title = web.Locale(c).T("admin.members.edit.title_of", "Name", nameOf(m))
	for _, code := range version.Document.Club.Languages {
		v.Languages = append(v.Languages, views.Option{Value: code, Label: d.Views.Locales().Pick(code).T("language.name")})
	}
	if v.Contacts, err = members.Contacts(c.UserContext(), d.DB, id); err != nil {
		return nil, nil, err
	}
	values, err := fields.Values(c.UserContext(), d.DB, id)
	if err != nil {
		return nil, nil, err
	}
	v.Fields, err = fieldInputs(c, d, version, values)
	return v, version, err
}

// nameOf is what staff call a member.
func nameOf(m members.Member) string {
	if m.FirstName != "" {
		return m.FirstName
	}
	return members.ShowNumber(m.Number)
}

func membersEdit(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, _, err := memberEditView(c, d)
		if err != nil {
			return err
		}
		return web.Render(c, "admin/members/edit", v)
	}
}

func membersUpdate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, version, err := memberEditView(c, d)
		if err != nil {
			return err
		}
		edit, err := v.read(c)
		if err == nil {
			err = adjusting.EditMember(c.UserContext(), d.DB, version, edit)
		}
		if err != nil {
			return web.Invalid(c, "admin/members/edit", v, err)
		}
		web.Done(c, "admin.members.edit.saved")
		return web.Redirect(c, address("members", v.Member.ID))
	}
}

func (v *membersEditView) read(c *fiber.Ctx) (adjusting.MemberEdit, error) {
	typed, err := web.TakeValues(c, "field.")
	if err != nil {
		return adjusting.MemberEdit{}, err
	}
	v.Form.Remove = nil
	if err := web.Bind(c, &v.Form); err != nil {
		return adjusting.MemberEdit{}, err
	}
	fillInputs(v.Fields, typed)
	var in reader
	edit := adjusting.MemberEdit{By: whoOf(c), Member: v.Member.ID, FirstName: v.Form.FirstName, Language: v.Form.Language,
		Birthday: in.day("birthday", v.Form.Birthday), Add: v.Form.Contact, Fields: typed}
	for _, text := range v.Form.Remove {
		kind, value, _ := strings.Cut(text, " ")
		edit.Remove = append(edit.Remove, members.Contact{Kind: kind, Value: value})
	}
	return edit, in.wrong.Err()
}
