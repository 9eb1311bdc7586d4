package admin

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/partners"
	"fealty/models/settling"
)

type answerForm struct {
	Decision string `form:"decision,max=20"`
	Answer   string `form:"answer"`
}

// answersCreate approves or refuses what a partner asks. An approved new offer
// goes on in its editor.
func answersCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := readPartner(c, d)
		if err != nil {
			return err
		}
		var form answerForm
		reward, isNew := ids.Reward{}, false
		if err = web.Bind(c, &form); err == nil {
			reward, isNew, err = answer(c, d, v, form)
		}
		if err != nil {
			return web.Invalid(c, "admin/partners/show", v, err)
		}
		if isNew {
			web.Done(c, "admin.partners.show.drafted")
			return web.Redirect(c, address("rewards", reward)+"/edit")
		}
		web.Done(c, "admin.partners.show.answered")
		return web.Redirect(c, address("partners", v.Partner.ID))
	}
}

func answer(c *fiber.Ctx, d web.Deps, v *partnersShowView, form answerForm) (ids.Reward, bool, error) {
	id, err := ids.Parse[struct{}](c.Params("request"))
	if err != nil {
		return ids.Reward{}, false, fault.New(fault.NotFound, "not_found")
	}
	cmd := settling.Decision{By: byOf(c), Partner: v.Partner.ID, Request: ids.OfferRequest(id), Answer: form.Answer,
		IsGranted: form.Decision == "approve"}
	reward, err := settling.Decide(c.UserContext(), d.DB, settling.Deps{Programme: d.Programme}, cmd)
	isNew := false
	for _, q := range v.Requests {
		isNew = isNew || (q.ID == cmd.Request && q.Kind == string(partners.NewOffer) && cmd.IsGranted)
	}
	return reward, isNew, err
}
