package admin

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/catalogue"
	"fealty/models/ids"
	"fealty/models/members"
	"fealty/models/programme"
	"fealty/models/staff"
)

type rewardsWish struct {
	Q    string `form:"q,max=80"`
	Show string `form:"show,max=20"`
}

type rewardsIndexView struct {
	web.Chrome
	Wish    rewardsWish
	Rewards []rewardRow
	// CanEdit shows the ways to change something.
	CanEdit bool
}

// rewardRow is a reward in the list.
type rewardRow struct {
	catalogue.Card
	TierName string
}

// Low tells whether few are left.
func (r rewardRow) Low() bool { return !r.Stock().Unlimited && r.Stock().Remaining <= lowStock }

// lowStock is how many left deserve a look.
const lowStock = 5

// Shows are the chips.
func (v *rewardsIndexView) Shows() []web.Choice {
	return web.Choices(v.L, "admin.rewards.index.show.", v.Wish.Show, "all", "live", "draft", "paused", "archived")
}

func rewardsIndex(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view := &rewardsIndexView{CanEdit: may(c, editors()...)}
		if web.BindQuery(c, &view.Wish) != nil {
			view.Wish = rewardsWish{}
		}
		view.Wish.Show = web.OneOf(view.Wish.Show, "all", "live", "draft", "paused", "archived")
		v, err := inForce(c, d)
		if err != nil {
			return err
		}
		if err := view.read(c, d, v); err != nil {
			return err
		}
		return web.Render(c, "admin/rewards/index", view, "admin/rewards/_list")
	}
}

// read lists a page; a search goes through all there are, which are few.
func (v *rewardsIndexView) read(c *fiber.Ctx, d web.Deps, version *programme.Version) error {
	filter := catalogue.Filter{After: afterID[ids.Reward](c)}
	if v.Wish.Show != "all" {
		filter.State = catalogue.State(v.Wish.Show)
	}
	lang, words := languagesOf(c, version), version.Words(web.Locale(c).Lang)
	wanted := members.Fold(v.Wish.Q)
	for range catalogue.MaxCards / catalogue.PageSize {
		page, err := catalogue.List(c.UserContext(), d.DB, lang, filter)
		if err != nil {
			return err
		}
		for _, card := range page {
			filter.After = card.ID
			if strings.Contains(members.Fold(card.Name), wanted) {
				v.Rewards = append(v.Rewards, rewardRow{card, words.Tiers[card.Tier].Name})
			}
		}
		if len(page) < catalogue.PageSize {
			return nil
		}
		if wanted == "" {
			v.More = web.NextPart(c, filter.After.String())
			return nil
		}
	}
	return nil
}

// languagesOf are the reader's language and the club's own.
func languagesOf(c *fiber.Ctx, v *programme.Version) catalogue.Languages {
	return catalogue.Languages{Wanted: web.Locale(c).Lang, Main: v.Document.Club.Languages[0]}
}

// editors may change the catalogue.
func editors() []staff.Role { return web.Desk("rewards") }

// managers may change all else.
func managers() []staff.Role { return web.Desk("members") }
