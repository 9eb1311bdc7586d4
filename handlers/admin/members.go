package admin

import (
	"net/url"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/adjustments"
	"fealty/models/ids"
	"fealty/models/insights"
	"fealty/models/members"
	"fealty/models/programme"
	"fealty/views"
)

// membersWish is what is searched for, as it stands in the address.
type membersWish struct {
	Q     string `form:"q,max=254"`
	State string `form:"state,max=20"`
	Tier  string `form:"tier,max=60"`
	From  string `form:"from,max=20"`
	Until string `form:"until,max=20"`
	Debt  bool   `form:"debt"`
}

// isNarrowed tells whether anything but the text is asked for.
func (w membersWish) isNarrowed() bool { return w != membersWish{Q: w.Q} }

// query is the wish as an address holds it.
func (w membersWish) query() string {
	q := url.Values{}
	for name, value := range map[string]string{"q": w.Q, "state": w.State, "tier": w.Tier, "from": w.From, "until": w.Until} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if w.Debt {
		q.Set("debt", "true")
	}
	return q.Encode()
}

type membersIndexView struct {
	web.Chrome
	Wish          membersWish
	Rows          []memberRow
	Tiers, States []views.Option
	// Narrowed opens the filters; IsPart says that the list goes on although this
	// page found few.
	Narrowed, IsPart bool
	// Waiting is how many adjustments wait for this person.
	Waiting int
	// SheetHref is the same list as a spreadsheet, "" for who may not take it.
	SheetHref string
}

// memberRow is a member in the list.
type memberRow struct {
	members.Member
	insights.Holding
	TierName string
}

// Shown is the number in groups; nobody's who was erased.
func (r memberRow) Shown() string {
	if r.State == members.Erased {
		return ""
	}
	return members.ShowNumber(r.Number)
}

// readWish reads what the list is asked for; what can't be read is not asked.
func readWish(c *fiber.Ctx, v *programme.Version) (membersWish, members.Filter) {
	var wish membersWish
	if web.BindQuery(c, &wish) != nil {
		wish = membersWish{}
	}
	if _, known := v.Document.Tiers.Find(wish.Tier); !known {
		wish.Tier = ""
	}
	if wish.State != members.Merged && wish.State != members.Erased {
		wish.State = ""
	}
	in := reader{}
	f := members.Filter{Query: members.Query{Text: wish.Q, Region: v.Document.Club.Country}, State: wish.State, Tier: wish.Tier,
		FirstTier: v.Document.Tiers.First().Key, JoinedFrom: in.day("from", wish.From), JoinedUntil: in.day("until", wish.Until), HasDebt: wish.Debt}
	return wish, f
}

func membersIndex(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := inForce(c, d)
		if err != nil {
			return err
		}
		view := &membersIndexView{}
		var filter members.Filter
		view.Wish, filter = readWish(c, v)
		found, err := members.List(c.UserContext(), d.DB, filter, afterID[ids.Member](c))
		if err != nil {
			return err
		}
		if view.Rows, err = memberRows(c, d, v, found.Members); err != nil {
			return err
		}
		if !found.Next.IsZero() {
			view.More = web.NextPart(c, found.Next.String())
			view.IsPart = len(found.Members) < members.Page
		}
		l := web.Locale(c)
		view.Narrowed = view.Wish.isNarrowed()
		view.Tiers = tierOptions(l, v)
		view.States = []views.Option{{Label: l.T("admin.members.index.state_active")}, {Value: members.Merged, Label: l.T("admin.members.index.state_merged")},
			{Value: members.Erased, Label: l.T("admin.members.index.state_erased")}}
		if may(c, managers()...) {
			if view.Waiting, err = adjustments.Count(c.UserContext(), d.DB, web.StaffOf(c).ID); err != nil {
				return err
			}
			view.SheetHref = "/admin/members.csv?" + view.Wish.query()
		}
		return web.Render(c, "admin/members/index", view, "admin/members/_list")
	}
}

func tierOptions(l *views.Locale, v *programme.Version) []views.Option {
	list := []views.Option{{Label: l.T("admin.members.index.any_tier")}}
	words := v.Words(l.Lang)
	for _, step := range v.Document.Tiers.Steps {
		list = append(list, views.Option{Value: step.Key, Label: words.Tiers[step.Key].Name})
	}
	return list
}

// memberRows says what each has, in one statement for all.
func memberRows(c *fiber.Ctx, d web.Deps, v *programme.Version, found []members.Member) ([]memberRow, error) {
	list := make([]ids.Member, len(found))
	for i, m := range found {
		list[i] = m.ID
	}
	have, err := insights.Holdings(c.UserContext(), d.DB, list)
	if err != nil {
		return nil, err
	}
	words := v.Words(web.Locale(c).Lang)
	var rows []memberRow
	for _, m := range found {
		row := memberRow{Member: m, Holding: have[m.ID]}
		row.TierName = words.Tiers[row.Tier].Name
		if row.TierName == "" {
			row.TierName = words.Tiers[v.Document.Tiers.First().Key].Name
		}
		rows = append(rows, row)
	}
	return rows, nil
}
