package member_test

import (
	"regexp"
	"testing"

	"fealty/handlers/apptest"
)

var bareKey = regexp.MustCompile(`\b(member|fault|web)\.[a-z_]+\.[a-z_.]+`)

func TestEveryPageOfBenefitsIsDrawnInEveryLanguage(t *testing.T) {
	w := apptest.Open(t)
	c := w.AsMember(w.Alice.ID)
	voucher, back := redeem(w, c, w.FlatWhite, "a"), redeem(w, c, w.Pot, "b")
	c.Post(back+"/returns", key("back"))
	gift := c.Post("/give", giveForm(w, "100", "gift")).Location()
	w.Buy(w.Bob, "B-1", 60)
	pages := []string{"/rewards", "/rewards?q=zzz", "/rewards/" + w.Cake.String(), "/rewards/" + w.Mug.String(), "/rewards/" + w.Tote.String(),
		"/vouchers", "/vouchers?show=used", "/vouchers?show=ended", voucher, back, "/activity", "/activity?show=expired", "/activity.csv", "/give",
		"/give?points=other&other=9999", gift, "/invite", "/i/" + w.Alice.InviteCode, "/i/unknown", "/v/nonsense"}
	for _, language := range []string{"en", "nb", "pl", "hu", "zh-Hant"} {
		c.Language = language
		for _, page := range pages {
			got := c.Get(page)
			if got.Status != 200 && page != "/i/unknown" {
				t.Errorf("%s in %s gives %d", page, language, got.Status)
			}
			if found := bareKey.FindString(got.Body); found != "" || got.Has("<no value>") || got.Has("%!") {
				t.Errorf("%s in %s shows %q", page, language, found)
			}
		}
	}
}
