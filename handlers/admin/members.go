package admin

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/ids"
	"fealty/models/insights"
	"fealty/models/members"
)

type membersWish struct {
	Q string `form:"q,max=254"`
}

type membersIndexView struct {
	web.Chrome
	Wish membersWish
	Rows []memberRow
}

// memberRow is a member in the list.
type memberRow struct {
	members.Member
	insights.Holding
	TierName string
}

// Shown is the number in groups.
func (r memberRow) Shown() string { return members.ShowNumber(r.Number) }

func membersIndex(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view := &membersIndexView{}
		if web.BindQuery(c, &view.Wish) != nil {
			view.Wish = membersWish{}
		}
		v, err := inForce(c, d)
		if err != nil {
			return err
		}
		query := members.Query{Text: view.Wish.Q, Region: v.Document.Club.Country}
		found, err := members.Search(c.UserContext(), d.DB, query, afterID[ids.Member](c))
		if err != nil {
			return err
		}
		list := make([]ids.Member, len(found))
		for i, m := range found {
			list[i] = m.ID
		}
		have, err := insights.Holdings(c.UserContext(), d.DB, list)
		if err != nil {
			return err
		}
		words := v.Words(web.Locale(c).Lang)
		for _, m := range found {
			row := memberRow{Member: m, Holding: have[m.ID]}
			row.TierName = words.Tiers[row.Tier].Name
			if row.TierName == "" {
				row.TierName = words.Tiers[v.Document.Tiers.Steps[0].Key].Name
			}
			view.Rows = append(view.Rows, row)
		}
		if len(found) == members.Page {
			view.More = web.NextPart(c, found[len(found)-1].ID.String())
		}
		return web.Render(c, "admin/members/index", view, "admin/members/_list")
	}
}
