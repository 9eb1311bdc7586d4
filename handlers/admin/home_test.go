package admin_test

import (
	"strings"
	"testing"

	"fealty/handlers/apptest"
)

func TestHomeIndexShowsFiguresOnlyWhereThereIsEnoughToTell(t *testing.T) {
	w := apptest.Open(t)
	dora := w.AsStaff(w.Dora.ID)
	page := dora.Get("/admin")
	if page.Status != 200 || !page.Has("<dd>—", "Average purchase", `role="img"><title>Given`, "Show the numbers", "Sold out", `href="/admin/rewards/`+w.Tote.String()+`/edit"`) {
		t.Errorf("%d %s", page.Status, page.Body)
	}
	if strings.Contains(page.Body, "not open yet") {
		t.Error("an open club is told to be shut")
	}
	if year := dora.GetHX("/admin?period=year"); year.Status != 200 || !year.Has(`id="figures"`, "12 months") || strings.Contains(year.Body, "<html") {
		t.Errorf("%d", year.Status)
	}
	if odd := dora.Get("/admin?period=nonsense"); odd.Status != 200 || !odd.Has("Last 30 days") {
		t.Errorf("%d", odd.Status)
	}
	if books := w.AsStaff(w.Accountant.ID).Get("/admin"); books.Status != 200 || books.Has(`href="/admin/settings"`) {
		t.Errorf("the accountant: %d", books.Status)
	}
	for i := range 25 {
		w.Buy(w.Bob, "H-"+string(rune('a'+i)), 20)
	}
	if page = dora.Get("/admin"); !page.Has("Average purchase</dt><dd>€53.84") || strings.Count(page.Body, "<dd>—") > 2 {
		t.Errorf("with 25 purchases: %s", page.Body)
	}
}
