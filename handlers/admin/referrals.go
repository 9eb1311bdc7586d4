package admin

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/ids"
	"fealty/models/inviting"
	"fealty/models/referrals"
	"fealty/views"
)

// referralRoutes are the queue of invitations that look odd.
func referralRoutes(d web.Deps) []web.Route {
	return []web.Route{
		{Method: "GET", Path: "/admin/referrals", Access: web.Staff(web.Office("referrals")...), Handler: referralsIndex(d)},
		{Method: "POST", Path: "/admin/referrals/:id/verdicts", Access: web.Staff(web.Desk("referrals")...), Handler: verdictsCreate(d)},
	}
}

type referralsIndexView struct {
	web.Chrome
	Waiting []doubt
	Why     []views.Option
	// Count is how many wait in all.
	Count int
}

// doubt is an invitation with its reasons in words.
type doubt struct {
	referrals.InReview
	Reasons []string
}

// referralsIndex lists the invitations that somebody should look at.
func referralsIndex(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view, err := readReferrals(c, d)
		if err != nil {
			return err
		}
		return web.Render(c, "admin/referrals/index", view, "admin/referrals/_list")
	}
}

func readReferrals(c *fiber.Ctx, d web.Deps) (*referralsIndexView, error) {
	list, err := referrals.ListReview(c.UserContext(), d.DB, afterID[ids.Referral](c))
	if err != nil {
		return nil, err
	}
	l := web.Locale(c)
	view := &referralsIndexView{Why: options(l, "admin.referrals.index.why.", referrals.Refusals[:]...)}
	if view.Count, err = referrals.CountReview(c.UserContext(), d.DB); err != nil {
		return nil, err
	}
	for _, r := range list {
		row := doubt{InReview: r}
		for _, flag := range r.FlagList() {
			row.Reasons = append(row.Reasons, l.T("admin.referrals.index.flag."+flag))
		}
		view.Waiting = append(view.Waiting, row)
	}
	if len(list) == referrals.ReviewPage {
		view.More = web.NextPart(c, list[len(list)-1].ID.String())
	}
	return view, nil
}

// verdictForm says which button was pressed, and why when it was the second.
type verdictForm struct {
	Answer string `form:"answer,max=10"`
	Reason string `form:"reason,max=40"`
}

// verdictsCreate approves or refuses.
func verdictsCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := pathID[ids.Referral](c)
		if err != nil {
			return err
		}
		var form verdictForm
		if err = web.Bind(c, &form); err != nil {
			return refuseVerdict(c, d, err)
		}
		verdict, done := inviting.Verdict{By: byOf(c), Referral: id}, "admin.referrals.index.approved"
		if form.Answer != "yes" {
			verdict.Refused, done = form.Reason, "admin.referrals.index.refused"
			if verdict.Refused == "" {
				verdict.Refused = "-" // no reason is none of those there are
			}
		}
		if _, err := inviting.Decide(c.UserContext(), d.DB, d.Programme, verdict); err != nil {
			return refuseVerdict(c, d, err)
		}
		web.Done(c, done)
		return web.Redirect(c, "/admin/referrals")
	}
}

func refuseVerdict(c *fiber.Ctx, d web.Deps, cause error) error {
	view, err := readReferrals(c, d)
	if err != nil {
		return err
	}
	return web.Invalid(c, "admin/referrals/index", view, cause)
}
