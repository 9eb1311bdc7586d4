package member

import (
	"net/url"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/causes"
	"fealty/models/ids"
	"fealty/models/insights"
	"fealty/models/money"
)

type receiptsIndexView struct {
	web.Chrome
	Receipts []receipt
	Total    money.Amount
	Count    int
}

// receipt is a payout; Href is where its proof is, where that is an address.
type receipt struct {
	insights.Receipt
	Href, Host string
}

// receiptsIndex proves to everybody what causes were paid and what it did.
func receiptsIndex(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		version, err := inForce(c, d)
		if err != nil {
			return err
		}
		lang := causes.Languages{Wanted: web.Locale(c).Lang, Main: version.Document.Club.Languages[0]}
		list, err := insights.Receipts(c.UserContext(), d.DB, lang, afterID[ids.Payout](c))
		if err != nil {
			return err
		}
		v := &receiptsIndexView{}
		v.Narrow = true
		if len(list) > causes.PayoutPage {
			list = list[:causes.PayoutPage]
			v.More = web.NextPart(c, list[len(list)-1].ID.String())
		}
		for _, p := range list {
			v.Total, v.Count = p.Total, p.Count
			href, host := proofLink(p.Proof)
			v.Receipts = append(v.Receipts, receipt{p, href, host})
		}
		return web.Render(c, "member/receipts/index", v, "member/receipts/_list")
	}
}

// proofLink reads a proof that is an address, and only a guarded one.
func proofLink(proof string) (href, host string) {
	u, err := url.Parse(proof)
	if err != nil || u.Scheme != "https" || u.Host == "" {
		return "", ""
	}
	return u.String(), u.Host
}
