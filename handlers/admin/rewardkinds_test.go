package admin_test

import (
	"bytes"
	"image"
	"image/png"
	"mime/multipart"
	"net/url"
	"strings"
	"testing"

	"fealty/handlers/apptest"
	"fealty/models/catalogue"
	"fealty/models/ids"
	"fealty/models/redeeming"
	"fealty/models/shipments"
)

// kindForms are good forms of each kind, beside what cortado has.
func kindForms(w *apptest.World) map[catalogue.Kind][]string {
	return map[catalogue.Kind][]string{
		catalogue.Product: {"codes", "own"}, catalogue.MoneyOff: nil, catalogue.PercentOff: {"percent", "20"}, catalogue.FreeShipping: {"places", "web"},
		catalogue.Gift: {"granted", "true", "granted_from", "25", "price", ""}, catalogue.Experience: {"no_return", "true"},
		catalogue.Event:     {"happens_at", "2027-12-04T18:30", "venue", "Roastery", "stock", "12"},
		catalogue.AtPartner: {"partner", w.TeaHouse.ID.String(), "partner_pays", "3", "places", "partner"}, catalogue.Credit: {"worth", "10"},
		catalogue.Content: {"hidden.en", "https://havn.example/film", "hidden.pl", "Film"}, catalogue.EarlyAccess: {"opens", "spring-sale", "public_on", "2027-12-04"},
		catalogue.StampCard: {"stamps", "9", "stamp_of", "Coffee, D-1", "price", "", "stock", "5"}, catalogue.Physical: {"back_on", "2027-01-01"},
	}
}

func TestEachKindIsChosenFirstAndThenFilledInAndKept(t *testing.T) {
	w, c := office(t)
	chooser := c.Get("/admin/rewards/new")
	for kind, fields := range kindForms(w) {
		if !chooser.Has("/admin/rewards/new?kind=" + string(kind)) {
			t.Errorf("%s can't be chosen", kind)
		}
		blank := c.Get("/admin/rewards/new?kind=" + string(kind))
		if blank.Status != 200 || !blank.Has(`name="kind" value="`+string(kind)+`"`) || blank.Has(`name="percent"`) != (kind == catalogue.PercentOff) ||
			blank.Has(`name="venue"`) != (kind == catalogue.Event) || blank.Has(`name="stamps"`) != (kind == catalogue.StampCard) {
			t.Errorf("%s: %d, the form has fields of another kind", kind, blank.Status)
		}
		answer := c.Post("/admin/rewards", cortado(append([]string{"kind", string(kind), "publish", "true"}, fields...)...))
		if answer.Status != 303 {
			t.Errorf("%s: %d: %s", kind, answer.Status, answer.Body)
			continue
		}
		page := c.Get(answer.Location())
		for i := 0; i+1 < len(fields); i += 2 {
			if text := fields[i+1]; len(text) > 3 && text != "true" && !page.Has(text) {
				t.Errorf("%s: the editor has lost %s", kind, text)
			}
		}
		// Saved again as it is shown, nothing of it changes.
		id := strings.TrimSuffix(strings.TrimPrefix(answer.Location(), "/admin/rewards/"), "/edit")
		before := kept(t, w, id)
		if again := c.Post("/admin/rewards/"+id, cortado(append([]string{"kind", string(kind)}, fields...)...)); again.Status != 303 {
			t.Errorf("%s: saved again it is %d", kind, again.Status)
		}
		if after := kept(t, w, id); after.Kind != before.Kind || after.Price != before.Price || after.IsForPoints() != before.IsForPoints() {
			t.Errorf("%s: %+v became %+v", kind, before, after)
		}
	}
}

func kept(t *testing.T, w *apptest.World, text string) catalogue.Reward {
	t.Helper()
	id, err := ids.Parse[struct{}](text)
	if err != nil {
		t.Fatal(err)
	}
	return reward(t, w, ids.Reward(id)).Reward
}

func TestWhatAKindNeedsIsNamedWhenItIsMissing(t *testing.T) {
	w, c := office(t)
	before := count(t, w, `SELECT count(*) FROM rewards`)
	for _, bad := range []struct{ kind, field, value string }{
		{"event", "happens_at", ""}, {"event", "happens_at", "soon"}, {"early_access", "opens", ""}, {"early_access", "public_on", ""}, {"stamp_card", "stamps", "0"},
		{"stamp_card", "stamps", ""}, {"content", "hidden.en", ""}, {"credit", "worth", ""}, {"gift", "granted_from", "-5"}, {"percent_off", "percent", "101"},
		{"product", "per_period", "week"}, {"product", "codes", "stolen"}, {"product", "back_on", "soon"}} {
		fields := append([]string{"kind", bad.kind}, kindForms(w)[catalogue.Kind(bad.kind)]...)
		answer := c.Post("/admin/rewards", cortado(append(fields, bad.field, bad.value)...))
		if answer.Status != 422 || !answer.Has("f-"+bad.field, "There is a problem", "Cortado") {
			t.Errorf("%s %s = %q answers %d", bad.kind, bad.field, bad.value, answer.Status)
		}
	}
	if after := count(t, w, `SELECT count(*) FROM rewards`); after != before {
		t.Errorf("%d rewards were made of bad forms", after-before)
	}
}

// upload is a form with a file in it.
func upload(t *testing.T, c *apptest.Client, field string, body []byte) (text, kind string) {
	t.Helper()
	var out bytes.Buffer
	form := multipart.NewWriter(&out)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(form.WriteField("csrf", c.Token()))
	file, err := form.CreateFormFile(field, "../../x.svg")
	must(err)
	_, err = file.Write(body)
	must(err)
	must(form.Close())
	return out.String(), form.FormDataContentType()
}

func TestAPictureComesInIsServedForEverAndIsTakenAwayAgain(t *testing.T) {
	w, c := office(t)
	var drawn bytes.Buffer
	if err := png.Encode(&drawn, image.NewRGBA(image.Rect(0, 0, 800, 600))); err != nil {
		t.Fatal(err)
	}
	path := "/admin/rewards/" + w.Cake.String()
	body, kind := upload(t, c, "picture", drawn.Bytes())
	if answer := c.PostBody(path+"/pictures", body, kind); answer.Status != 303 {
		t.Fatalf("%d: %s", answer.Status, answer.Body)
	}
	shown := "/pictures/" + reward(t, w, w.Cake).PictureID.String()
	if page := w.AsMember(w.Alice.ID).Get("/rewards"); !page.Has(shown + "-640.jpg") {
		t.Error("members don't see it")
	}
	for _, size := range []string{"-640.jpg", "-1280.jpg"} {
		picture := w.Anonymous().Get(shown + size)
		if picture.Status != 200 || picture.Header.Get("Content-Type") != "image/jpeg" || picture.Header.Get("X-Content-Type-Options") != "nosniff" ||
			picture.Header.Get("Cache-Control") != "public, max-age=31536000, immutable" || !strings.HasPrefix(picture.Body, "\xff\xd8\xff") {
			t.Errorf("%s: %d %v", size, picture.Status, picture.Header)
		}
	}
	for _, odd := range []string{"-320.jpg", ".jpg", "-640.svg", "-640-1280.jpg", "/../x"} {
		if answer := w.Anonymous().Get(shown + odd); answer.Status != 404 {
			t.Errorf("%s answers %d", odd, answer.Status)
		}
	}
	if answer := c.Post(path+"/pictures/remove", nil); answer.Status != 303 || !reward(t, w, w.Cake).PictureID.IsZero() ||
		w.Anonymous().Get(shown+"-640.jpg").Status != 404 {
		t.Errorf("%d: the picture is still there", answer.Status)
	}
}

func TestABadPictureIsNamedAndNothingIsKept(t *testing.T) {
	w, c := office(t)
	path := "/admin/rewards/" + w.Cake.String() + "/pictures"
	for name, file := range map[string][]byte{"a text": []byte("hello"), "an SVG": []byte("<svg/>"), "nothing": nil, "a bomb": []byte("\x89PNG\r\n\x1a\n" + strings.Repeat("A", 100)),
		"too much": bytes.Repeat([]byte{0xff, 0xd8, 0xff}, 1_800_000)} {
		body, kind := upload(t, c, "picture", file)
		answer := c.PostBody(path, body, kind)
		if answer.Status != 422 || !answer.Has("f-picture", "Slice of cake") {
			t.Errorf("%s answers %d", name, answer.Status)
		}
	}
	body, kind := upload(t, c, "else", []byte("x"))
	if answer := c.PostBody(path, body, kind); answer.Status != 422 {
		t.Errorf("a file that nobody asked for answers %d", answer.Status)
	}
	if n := count(t, w, `SELECT count(*) FROM pictures`); n != 0 {
		t.Errorf("%d pictures were kept", n)
	}
}

func TestCodesComeInFromAFileWithTheirBadLinesNamed(t *testing.T) {
	w, c := office(t)
	pool := w.OfKind(catalogue.Product, "Ticket", func(r *catalogue.Reward) { r.Codes = catalogue.PoolCodes })
	path := "/admin/rewards/" + pool.String() + "/codes"
	body, kind := upload(t, c, "file", []byte("code\nAAAA-1111\nx\nAAAA 1111\nBBBB-2222\n"))
	answer := c.PostBody(path, body, kind)
	if answer.Status != 422 || !answer.Has("Line 3:", "Line 4:", "This code is here twice.", "2 came in, 2 lines did not") {
		t.Errorf("%d: %s", answer.Status, answer.Body)
	}
	if good := c.Post(path, url.Values{"codes": {"CCCC-3333"}}); good.Status != 303 {
		t.Errorf("typed in: %d", good.Status)
	}
	if sheet := c.Get(path + ".csv"); !sheet.Has("AAAA-1111", "BBBB-2222", "CCCC-3333") {
		t.Error(sheet.Body)
	}
	if empty := c.Post(path, url.Values{"codes": {""}}); empty.Status != 422 || !empty.Has("f-codes") {
		t.Errorf("nothing at all: %d", empty.Status)
	}
	for _, bad := range []string{"0", "-1", "10001", "many"} {
		if made := c.Post(path+"/made", url.Values{"count": {bad}}); made.Status != 422 || !made.Has("f-count") {
			t.Errorf("%s to make: %d", bad, made.Status)
		}
	}
	if made := c.Post(path+"/made", url.Values{"count": {"2"}}); made.Status != 303 || reward(t, w, pool).Stock().Remaining != 5 {
		t.Errorf("made: %d, %d in stock", made.Status, reward(t, w, pool).Stock().Remaining)
	}
	if out := c.Post(path+"/emptied", nil); out.Status != 303 || reward(t, w, pool).Stock().Remaining != 0 {
		t.Errorf("emptied: %d", out.Status)
	}
	if unknown := c.Post("/admin/rewards/"+w.Cake.String()+"/codes/made", url.Values{"count": {"2"}}); unknown.Status != 404 {
		t.Errorf("a reward without a pool answers %d", unknown.Status)
	}
}

func TestASharedCodeIsPutUpAndClosed(t *testing.T) {
	w, c := office(t)
	path := "/admin/rewards/" + w.FlatWhite.String() + "/codes"
	for field, bad := range map[string]string{"code": "å", "total": "0", "per_member": "0", "ends_on": "2020-01-01"} {
		form := url.Values{"code": {"SUMMER-25"}, "total": {"100"}, "per_member": {"1"}, "starts_on": {"2026-01-01"}, "ends_on": {""}}
		form.Set(field, bad)
		if answer := c.Post(path+"/shared", form); answer.Status != 422 || !answer.Has("f-"+field) {
			t.Errorf("%s = %s answers %d", field, bad, answer.Status)
		}
	}
	if answer := c.Post(path+"/shared", url.Values{"code": {"SUMMER-25"}, "per_member": {"1"}}); answer.Status != 303 {
		t.Fatalf("%d: %s", answer.Status, answer.Body)
	}
	alice := w.AsMember(w.Alice.ID)
	taken := alice.Post("/codes", url.Values{"code": {"summer25"}, "key": {apptest.FormKey("code")}})
	if page := alice.Get(taken.Location()); taken.Status != 303 || !page.Has("Flat white", "It cost no points") {
		t.Errorf("%d: %s", taken.Status, page.Body)
	}
	if twice := alice.Post("/codes", url.Values{"code": {"SUMMER-25"}, "key": {apptest.FormKey("code again")}}); twice.Status != 409 || !twice.Has("SUMMER-25") {
		t.Errorf("twice: %d", twice.Status)
	}
	if wrong := alice.Post("/codes", url.Values{"code": {"WINTER-25"}, "key": {apptest.FormKey("another")}}); wrong.Status != 422 || !wrong.Has("f-code", "WINTER-25") {
		t.Errorf("an unknown code: %d", wrong.Status)
	}
	page := c.Get(path)
	at := strings.Index(page.Body, "/shared/")
	if at < 0 || !page.Has("SUMMER-25", "taken once") {
		t.Fatal(page.Body)
	}
	id := page.Body[at+len("/shared/") : at+len("/shared/")+36]
	if closed := c.Post(path+"/shared/"+id+"/close", nil); closed.Status != 303 || !c.Get(path).Has("Closed") {
		t.Errorf("closed: %d", closed.Status)
	}
	bob := w.AsMember(w.Bob.ID)
	if late := bob.Post("/codes", url.Values{"code": {"SUMMER-25"}, "key": {apptest.FormKey("late")}}); late.Status != 409 {
		t.Errorf("after that: %d", late.Status)
	}
}

func TestAParcelIsWorkedThroughAndItsMemberSeesIt(t *testing.T) {
	w, c := office(t)
	mug := w.OfKind(catalogue.Physical, "Big mug")
	alice := w.AsMember(w.Alice.ID)
	form := url.Values{"key": {apptest.FormKey("order")}, "recipient": {"Alice Haddad"}, "street": {"Havnegata 1"}, "postcode": {"0150"}, "city": {""}, "country": {"NO"}}
	bad := alice.Post("/rewards/"+mug.String()+"/redemptions", form)
	if bad.Status != 422 || !bad.Has("f-city", "Havnegata 1") {
		t.Errorf("without a town: %d", bad.Status)
	}
	form.Set("city", "Oslo")
	form.Set("key", apptest.FormKey("order whole"))
	ordered := alice.Post("/rewards/"+mug.String()+"/redemptions", form)
	if page := alice.Get(ordered.Location()); ordered.Status != 303 || !page.Has("Ordered", "Havnegata 1", "Norway", "Cancel it and get") {
		t.Fatalf("%d: %s", ordered.Status, page.Body)
	}
	id := strings.TrimPrefix(ordered.Location(), "/vouchers/")
	move := func(to, key string) apptest.Answer {
		return c.Post("/admin/shipments/"+id+"/moves", url.Values{"to": {to}, "tracking": {"https://post.example/7"}, "show": {"ordered"}, "key": {apptest.FormKey(key)}})
	}
	if queue := c.Get("/admin/shipments"); !queue.Has("Big mug", "Havnegata 1") {
		t.Error(queue.Body)
	}
	if sheet := c.Get("/admin/shipments.csv"); !sheet.Has("Big mug", "Havnegata 1") {
		t.Error(sheet.Body)
	}
	for _, step := range []shipments.State{shipments.Packed, shipments.Sent, shipments.Delivered} {
		if answer := move(string(step), string(step)); answer.Status != 303 {
			t.Errorf("%s: %d %s", step, answer.Status, answer.Body)
		}
	}
	if page := alice.Get(ordered.Location()); !page.Has("Delivered", "https://post.example/7") || page.Has("Cancel it and get") {
		t.Error(page.Body)
	}
	if late := move("cancelled", "late"); late.Status != 409 {
		t.Errorf("what was delivered is cancelled: %d", late.Status)
	}
}

func TestTheGuestListNamesWhoHasASeat(t *testing.T) {
	w, c := office(t)
	class := w.OfKind(catalogue.Event, "Brewing class")
	w.Seats(class, 4)
	if tile := w.AsMember(w.Alice.ID).Get("/rewards"); !tile.Has("4 seats left") {
		t.Error("the tile doesn't say how many seats are left")
	}
	_, err := redeeming.Redeem(t.Context(), w.Deps.DB, redeeming.Deps{Programme: w.Deps.Programme, Keys: w.Deps.Keyring},
		redeeming.Redemption{Member: w.Alice.ID, Reward: class, Key: "seat"})
	if err != nil {
		t.Fatal(err)
	}
	path := "/admin/rewards/" + class.String() + "/guests"
	if page := c.Get(path); !page.Has("Alice", "1 guest", "The roastery") {
		t.Error(page.Body)
	}
	if sheet := c.Get(path + ".csv"); !sheet.Has("Alice") {
		t.Error(sheet.Body)
	}
}
