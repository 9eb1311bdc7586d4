package partner

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/audit"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/limits"
	"fealty/models/partners"
	"fealty/models/settling"
)

// by is who acts, for the audit.
func by(c *fiber.Ctx) audit.By {
	s := web.StaffOf(c)
	return audit.By{Staff: s.ID, Role: string(s.Role), Address: limits.AddressPrefix(c.IP()), RequestID: web.RequestID(c)}
}

// offerForm describes an offer that the partner would like to have.
type offerForm struct {
	Name        string `form:"name"`
	Description string `form:"description"`
	HandOver    string `form:"hand_over"`
	Worth       string `form:"worth,max=30"`
	Pays        string `form:"pays,max=30"`
	Note        string `form:"note"`
}

type offersNewView struct {
	web.Chrome
	Form offerForm
}

func (d desk) offersNew(c *fiber.Ctx) error {
	return web.Render(c, "partner/offers/new", &offersNewView{})
}

// offersCreate asks the shop for a new offer.
func (d desk) offersCreate(c *fiber.Ctx) error {
	view := &offersNewView{}
	err := web.Bind(c, &view.Form)
	if err == nil {
		err = d.suggest(c, view.Form)
	}
	if err != nil {
		return web.Invalid(c, "partner/offers/new", view, err)
	}
	web.Done(c, "partner.offers.new.done")
	return web.Redirect(c, "/partner/offers")
}

func (d desk) suggest(c *fiber.Ctx, f offerForm) error {
	v, err := d.Programme.InForce(c.UserContext(), d.DB)
	if err != nil {
		return err
	}
	var wrong fault.Fields
	q := partners.Request{PartnerID: web.StaffOf(c).PartnerID, Kind: partners.NewOffer, Name: f.Name, Description: f.Description, HandOver: f.HandOver, Note: f.Note}
	q.Worth = web.ReadAmount(&wrong, v.Currency(), "worth", f.Worth)
	q.Pays = web.ReadAmount(&wrong, v.Currency(), "pays", f.Pays)
	if err := wrong.Err(); err != nil {
		return err
	}
	_, err = settling.Ask(c.UserContext(), d.DB, settling.Asking{By: by(c), Request: q})
	return err
}

type requestForm struct {
	Kind string `form:"kind,max=20"`
	Note string `form:"note"`
}

// requestsCreate asks the shop to pause one of the partner's offers, or to show
// it again.
func (d desk) requestsCreate(c *fiber.Ctx) error {
	var form requestForm
	if err := web.Bind(c, &form); err != nil {
		return d.offersAgain(c, err)
	}
	id, err := ids.Parse[struct{}](c.Params("id"))
	if err != nil {
		return fault.New(fault.NotFound, "not_found")
	}
	q := partners.Request{PartnerID: web.StaffOf(c).PartnerID, RewardID: ids.Reward(id), Note: form.Note,
		Kind: partners.RequestKind(web.OneOf(form.Kind, string(partners.PauseOffer), string(partners.ResumeOffer)))}
	if _, err := settling.Ask(c.UserContext(), d.DB, settling.Asking{By: by(c), Request: q}); err != nil {
		return d.offersAgain(c, err)
	}
	web.Done(c, "partner.offers.new.done")
	return web.Redirect(c, "/partner/offers")
}

// withdrawalsCreate takes a request back.
func (d desk) withdrawalsCreate(c *fiber.Ctx) error {
	var none struct{}
	if err := web.Bind(c, &none); err != nil {
		return err
	}
	id, err := ids.Parse[struct{}](c.Params("id"))
	if err != nil {
		return fault.New(fault.NotFound, "not_found")
	}
	err = settling.Withdraw(c.UserContext(), d.DB, settling.Withdrawal{By: by(c), Partner: web.StaffOf(c).PartnerID, Request: ids.OfferRequest(id)})
	if err != nil {
		return d.offersAgain(c, err)
	}
	web.Done(c, "partner.offers.index.withdrawn")
	return web.Redirect(c, "/partner/offers")
}

// offersAgain draws the offers with what went wrong.
func (d desk) offersAgain(c *fiber.Ctx, cause error) error {
	view, err := d.readOffers(c)
	if err != nil {
		return err
	}
	return web.Invalid(c, "partner/offers/index", view, cause)
}
