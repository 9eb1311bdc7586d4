package admin

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/lib/pq"

	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/fields"
	"fealty/models/programme"
	"fealty/views"
)

type fieldsIndexView struct {
	web.Chrome
	Fields  []fieldRow
	CanEdit bool
}

// fieldRow is a field in the list.
type fieldRow struct {
	fields.Definition
	Label, KindText, AccessText string
}

func fieldsIndex(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := inForce(c, d)
		if err != nil {
			return err
		}
		list, err := fields.List(c.UserContext(), d.DB)
		if err != nil {
			return err
		}
		view := &fieldsIndexView{CanEdit: may(c, managers()...)}
		l, lang := web.Locale(c), languagesOf(c, v)
		for _, def := range list {
			view.Fields = append(view.Fields, fieldRow{def, def.In(lang.Wanted, lang.Main).Label,
				l.T("admin.fields.kind." + string(def.Kind)), l.T("admin.fields.access." + string(def.Access))})
		}
		return web.Render(c, "admin/fields/index", view)
	}
}

// fieldForm is the editor of a field as it was sent; names and choices stand
// beside, by language.
type fieldForm struct {
	Key      string `form:"field_key,max=40"`
	Kind     string `form:"kind,max=20"`
	Access   string `form:"access,max=20"`
	Position string `form:"position,max=10"`
	Archived bool   `form:"archived"`
}

type fieldsEditView struct {
	web.Chrome
	Form            fieldForm
	Names           []fieldNames
	Kinds, Accesses []views.Option
	Action          string
	IsNew           bool
}

// IsChoice tells whether the choices are asked for.
func (v *fieldsEditView) IsChoice() bool { return v.IsNew || v.Form.Kind == string(fields.Choice) }

// fieldNames are a field's words in one language.
type fieldNames struct {
	Code, Language string
	Label, Choices string
	IsMain         bool
}

// LabelField and ChoicesField are the controls' names.
func (n fieldNames) LabelField() string   { return "label." + n.Code }
func (n fieldNames) ChoicesField() string { return "choices." + n.Code }

func fieldView(c *fiber.Ctx, d web.Deps, v *programme.Version, def fields.Definition) *fieldsEditView {
	l := web.Locale(c)
	view := &fieldsEditView{Action: "/admin/fields", IsNew: def.Key == "", Kinds: fieldKinds(l), Accesses: fieldAccesses(l)}
	view.Form = fieldForm{Key: def.Key, Kind: string(def.Kind), Access: string(def.Access), Position: strconv.Itoa(def.Position), Archived: def.ArchivedAt != nil}
	if !view.IsNew {
		view.Action += "/" + def.Key
	}
	for i, code := range v.Document.Club.Languages {
		n := fieldNames{Code: code, Language: d.Views.Locales().Pick(code).T("language.name"), IsMain: i == 0}
		for _, t := range def.Texts {
			if t.Language == code {
				n.Label, n.Choices = t.Label, strings.Join(t.Choices, "\n")
			}
		}
		view.Names = append(view.Names, n)
	}
	return view
}

func fieldKinds(l *views.Locale) (list []views.Option) {
	for _, k := range fields.Kinds {
		list = append(list, views.Option{Value: string(k), Label: l.T("admin.fields.kind." + string(k))})
	}
	return list
}

func fieldAccesses(l *views.Locale) (list []views.Option) {
	for _, a := range fields.Accesses {
		list = append(list, views.Option{Value: string(a), Label: l.T("admin.fields.access." + string(a))})
	}
	return list
}

func fieldsNew(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := inForce(c, d)
		if err != nil {
			return err
		}
		return web.Render(c, "admin/fields/new", fieldView(c, d, v, fields.Definition{}))
	}
}

func fieldsCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := inForce(c, d)
		if err != nil {
			return err
		}
		view := fieldView(c, d, v, fields.Definition{})
		return view.save(c, d, "admin/fields/new")
	}
}

func fieldsEdit(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view, err := fieldInPath(c, d)
		if err != nil {
			return err
		}
		return web.Render(c, "admin/fields/edit", view)
	}
}

func fieldsUpdate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view, err := fieldInPath(c, d)
		if err != nil {
			return err
		}
		return view.save(c, d, "admin/fields/edit")
	}
}

func fieldInPath(c *fiber.Ctx, d web.Deps) (*fieldsEditView, error) {
	v, err := inForce(c, d)
	if err != nil {
		return nil, err
	}
	def, err := fields.Find(c.UserContext(), d.DB, c.Params("key"))
	if err != nil {
		return nil, err
	}
	view := fieldView(c, d, v, def)
	lang := languagesOf(c, v)
	view.Title = def.In(lang.Wanted, lang.Main).Label
	return view, nil
}

func (v *fieldsEditView) save(c *fiber.Ctx, d web.Deps, page string) error {
	def, err := v.read(c)
	if now := d.DB.Time(); v.Form.Archived {
		def.ArchivedAt = &now
	}
	if err == nil {
		err = adjusting.SaveField(c.UserContext(), d.DB, whoOf(c), def, v.IsNew)
	}
	if err != nil {
		return web.Invalid(c, page, v, renamed(err, map[string]string{"key": "field_key", "choices": v.Names[0].ChoicesField()}))
	}
	web.Done(c, "admin.fields.edit.saved")
	return web.Redirect(c, "/admin/fields")
}

// read takes the words first: they are named by language.
func (v *fieldsEditView) read(c *fiber.Ctx) (fields.Definition, error) {
	labels, err := web.TakeValues(c, "label.")
	if err != nil {
		return fields.Definition{}, err
	}
	choices, err := web.TakeValues(c, "choices.")
	if err != nil {
		return fields.Definition{}, err
	}
	key, kind := v.Form.Key, v.Form.Kind
	v.Form.Archived = false
	if err := web.Bind(c, &v.Form); err != nil {
		return fields.Definition{}, err
	}
	if !v.IsNew {
		v.Form.Key, v.Form.Kind = key, kind
	}
	var in reader
	def := fields.Definition{Key: v.Form.Key, Kind: fields.Kind(v.Form.Kind), Access: fields.Access(v.Form.Access), Position: small(in.number("position", v.Form.Position))}
	for i := range v.Names {
		n := &v.Names[i]
		n.Label, n.Choices = labels[n.Code], choices[n.Code]
		if n.IsMain {
			def.Choices = lines(n.Choices)
		}
		if n.Label != "" || n.IsMain {
			def.Texts = append(def.Texts, fields.Name{Language: n.Code, Label: n.Label, Choices: lines(n.Choices)})
		}
	}
	return def, in.wrong.Err()
}

// lines are those of a text that say anything.
func lines(text string) pq.StringArray {
	list := pq.StringArray{}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}
