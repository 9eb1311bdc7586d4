package admin

import (
	"fmt"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/earning"
	"fealty/models/programme"
	"fealty/views"
)

// spareRules is how many empty rows for new rules the form has.
const spareRules = 1

type earnEditView struct{ rulesView }

func earnView(c *fiber.Ctx, d web.Deps) (*earnEditView, error) {
	rules, err := newRulesView(c, d)
	v := &earnEditView{rulesView: rules}
	if err == nil {
		v.In = earningOf(v.Newest)
	}
	return v, err
}

func earnEdit(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := earnView(c, d)
		if err != nil {
			return err
		}
		return web.Render(c, "admin/earn/edit", v)
	}
}

func earnUpdate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := earnView(c, d)
		if err != nil {
			return err
		}
		doc := v.Doc()
		if v.In, err = web.BindNamed(c, earnNames(doc)...); err == nil {
			err = v.publish(c, d, earnPaths(), func(doc *programme.Document) error { return putEarning(doc, v.In) })
		}
		if err == nil {
			err = finishStep(c, d, stepEarn)
		}
		if err != nil {
			return web.Invalid(c, "admin/earn/edit", v, err)
		}
		web.Done(c, "admin.earn.edit.saved")
		return web.Redirect(c, backFrom(c, "/admin/earn"))
	}
}

// earnNames are the form's fields: those of every programme, one for each tier,
// and the rows of rules for categories.
func earnNames(doc programme.Document) []string {
	names := append(commonNames(), "per_unit", "welcome", "pending_days", "expiry", "expiry_months", "round_up", "worth_per_100", "debt")
	for _, step := range doc.Tiers.Steps {
		names = append(names, "factor."+step.Key)
	}
	for i := range len(categoryRules(doc.Earning)) + spareRules {
		names = append(names, ruleField(i, "categories"), ruleField(i, "factor"), ruleField(i, "name"), ruleField(i, "from"))
	}
	return names
}

func ruleField(i int, name string) string { return fmt.Sprintf("rule.%d.%s", i, name) }

// earnPaths are the form's names for what the document's checks call otherwise.
func earnPaths() map[string]string {
	return map[string]string{"earning.per_unit": "per_unit", "earning.welcome": "welcome", "earning.pending_days": "pending_days",
		"earning.expiry.months": "expiry_months", "earning.expiry.kind": "expiry", "earning.expiry.round_up": "round_up",
		"spending.worth_per_100": "worth_per_100", "spending.debt": "debt"}
}

// Expiries, Rounds and Debts are the choices of the form.
func (v *earnEditView) Expiries() []views.Option {
	return v.choices("admin.earn.edit.expiry.", string(earning.Never), string(earning.Months))
}

// Rounds say to the end of what an expiry is rounded up.
func (v *earnEditView) Rounds() []views.Option {
	return v.choices("admin.earn.edit.round.", string(earning.RoundNone), string(earning.RoundMonth), string(earning.RoundQuarter), string(earning.RoundYear))
}

// Debts say what becomes of points that a return should take and that are spent.
func (v *earnEditView) Debts() []views.Option {
	return v.choices("admin.earn.edit.debt.", string(programme.Owe), string(programme.Forgive))
}

// Factors are the fields of what each tier earns.
func (v *earnEditView) Factors() []views.Field {
	var fields []views.Field
	for _, step := range v.Doc().Tiers.Steps {
		name := "factor." + step.Key
		fields = append(fields, views.Field{ID: "f-" + name, Name: name, Value: v.In[name], Label: v.TierName(step.Key), Error: v.FieldError(name),
			Type: "text", Inputmode: "decimal", Maxlength: "10", Unit: "×"})
	}
	return fields
}

// ruleRow is one rule for categories in the form.
type ruleRow struct {
	Number                         int
	IsNew                          bool
	Categories, Factor, Name, From string
}

// Rules are the rules for categories, and an empty row for a new one.
func (v *earnEditView) Rules() []ruleRow {
	var rows []ruleRow
	known := len(categoryRules(v.Doc().Earning))
	for i := range known + spareRules {
		rows = append(rows, ruleRow{Number: i + 1, IsNew: i >= known, Categories: ruleField(i, "categories"), Factor: ruleField(i, "factor"),
			Name: ruleField(i, "name"), From: ruleField(i, "from")})
	}
	return rows
}

// From are the tiers from which on a rule may hold.
func (v *earnEditView) From() []views.Option {
	list := []views.Option{{Label: v.T("admin.earn.edit.everyone")}}
	for _, step := range v.Doc().Tiers.Steps[1:] {
		list = append(list, views.Option{Value: step.Key, Label: v.T("admin.earn.edit.from_tier", "Tier", v.TierName(step.Key))})
	}
	return list
}

// Unit is one unit of the currency.
func (v *earnEditView) Unit() string { return v.L.Money(v.Newest.Currency().Units(1)) }
