package api

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/recording"
)

// purchasesCreate records a purchase: 201 with the receipt, and the same again
// for the same key or reference.
func purchasesCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		key, err := keyOf(c, "purchases")
		if err != nil {
			return err
		}
		in, err := readPurchase(c, d)
		if err != nil {
			return err
		}
		receipt, err := recording.Purchase(c.UserContext(), d.DB, recordingDeps(d), recording.Command{Key: key, Actor: actorOf(c), Input: in})
		if err != nil {
			return err
		}
		body, err := drawReceipt(c, d, receipt)
		if err != nil {
			return err
		}
		return c.Status(fiber.StatusCreated).JSON(body)
	}
}

func readPurchase(c *fiber.Ctx, d web.Deps) (recording.Input, error) {
	var body purchaseBody
	if err := web.BindJSON(c, &body); err != nil {
		return recording.Input{}, err
	}
	version, err := d.Programme.InForce(c.UserContext(), d.DB)
	if err != nil {
		return recording.Input{}, err
	}
	return body.input(version)
}

// quoteView is what a purchase would come to, and what the member may have now.
type quoteView struct {
	Receipt      receiptView      `json:"receipt"`
	Entitlements entitlementsView `json:"entitlements"`
}

// quotesCreate answers what a purchase would give, and writes nothing.
func quotesCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		in, err := readPurchase(c, d)
		if err != nil {
			return err
		}
		quoted, err := recording.Quote(c.UserContext(), d.DB, recordingDeps(d), in)
		if err != nil {
			return err
		}
		receipt, err := drawReceipt(c, d, quoted.Receipt)
		if err != nil {
			return err
		}
		may := granted{member: quoted.Receipt.MemberID, language: quoted.Receipt.Language, spendable: quoted.Spendable,
			worth: quoted.Worth, gives: quoted.Gives, tier: quoted.Tier, basket: &quoted.May}
		entitlements, err := drawEntitlements(c, d, may)
		if err != nil {
			return err
		}
		return c.JSON(quoteView{Receipt: receipt, Entitlements: entitlements})
	}
}
