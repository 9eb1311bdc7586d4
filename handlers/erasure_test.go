package handlers_test

import (
	"archive/zip"
	"bytes"
	"io"
	"net/url"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"fealty/config/localpg"
	"fealty/handlers/apptest"
	"fealty/handlers/erasures"
	"fealty/models/db/testdb"
	"fealty/models/enrolling"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/members"
	"fealty/models/recording"
	"fealty/models/sessions"
	"fealty/models/verifying"
)

// traces are what a full dump must not hold after the erasure: name, mail, phone, birthday.
var traces = regexp.MustCompile(`(?i)xaviera|erase\.example|40600777|1987-06-05`)

// livesAs lets Xaviera do everything that leaves a trace: she buys as a guest, joins by a code, gets points with a reason that names her, takes a
// reward, gives, and tells her birthday.
func livesAs(w *apptest.World) (members.Member, *apptest.Client) {
	w.Helper()
	mail := members.Contact{Kind: members.Email, Value: "xaviera@erase.example"}
	w.BuyAs(recording.Who{Contact: mail}, "X-1", 120)
	c := w.Anonymous()
	asked := c.Post("/join", url.Values{"contact": {mail.Value}, "first_name": {"Xaviera"}})
	_, id, _ := strings.Cut(asked.Location(), "r=")
	request, err := ids.Parse[any](id)
	if asked.Status != 303 || err != nil {
		w.Fatalf("joining: %d %s %v", asked.Status, asked.Location(), err)
	}
	digits, err := enrolling.DemoCode(w.Context(), w.Deps.DB, ids.SignIn(request))
	if err != nil {
		w.Fatal(err)
	}
	if in := c.Post(asked.Location(), url.Values{"request": {id}, "code": {digits}}); in.Status != 303 {
		w.Fatalf("joining: %d %s", in.Status, in.Body)
	}
	m, err := members.FindByContact(w.Context(), w.Deps.DB, mail)
	if err != nil {
		w.Fatal(err)
	}
	saved := c.Post("/me", url.Values{"first_name": {"Xaviera"}, "language": {"en"}, "birthday": {"1987-06-05"}})
	bought := w.Buy(m, "X-2", 900)
	redeemed := c.Post("/rewards/"+w.Cake.String()+"/redemptions", url.Values{"key": {apptest.FormKey("x cake")}})
	given := c.Post("/give", url.Values{"key": {apptest.FormKey("x give")}, "cause": {w.Forest.String()}, "points": {"10"}})
	added := c.Post("/me/contacts", url.Values{"contact": {"+47 40 60 07 77"}})
	adjusted := w.AsStaff(w.Manager.ID).Post("/admin/members/"+m.ID.String()+"/adjustments",
		url.Values{"key": {apptest.FormKey("x adjust")}, "points": {"50"}, "reason": {"Xaviera's mug broke"}})
	for _, a := range []apptest.Answer{saved, redeemed, given, added, adjusted} {
		if a.Status != 303 {
			w.Fatalf("%d %s", a.Status, a.Body)
		}
	}
	if bought.Points == 0 {
		w.Fatalf("nothing was earned: %+v", bought)
	}
	return m, c
}

func TestNothingOfAnErasedMemberIsInAFullDump(t *testing.T) {
	w := apptest.Open(t)
	m, c := livesAs(w)
	if hits := len(traces.FindAllString(dump(t, w), -1)); hits < 10 {
		t.Fatalf("only %d traces before: the test can't tell", hits)
	}
	page := c.Get("/me/data/erasures/new")
	if page.Status != 200 || !page.Has("1 voucher", "Delete my account") {
		t.Errorf("%d %s", page.Status, page.Body)
	}
	if unsure := c.Post("/me/data/erasures", nil); unsure.Status != 422 {
		t.Errorf("without the tick: %d", unsure.Status)
	}
	other := w.AsMember(m.ID)
	gone := c.Post("/me/data/erasures", url.Values{"sure": {"on"}})
	if gone.Status != 303 || gone.Location() != "/" {
		t.Fatalf("%d %s", gone.Status, gone.Body)
	}
	for _, browser := range []*apptest.Client{c, other} {
		if a := browser.Get("/home"); a.Status != 303 || !strings.HasPrefix(a.Location(), "/signin") {
			t.Errorf("she is still signed in: %d %s", a.Status, a.Location())
		}
	}
	if _, err := members.FindByNumber(w.Context(), w.Deps.DB, m.Number); fault.KindOf(err) != fault.NotFound {
		t.Errorf("the number is found: %v", err)
	}
	hits := traces.FindAllString(dump(t, w), -1)
	if len(hits) > 0 {
		t.Errorf("%d traces are left: %q", len(hits), hits)
	}
	report, err := verifying.Run(t.Context(), w.Deps.DB)
	if err != nil || report.Wrong != nil {
		t.Errorf("verify: %v %v", report.Wrong, err)
	}
	if list, err := erasures.Read(w.Deps.Config.DataDir); err != nil || len(list) != 1 || list[0].MemberID != m.ID {
		t.Errorf("the list outside the database: %+v %v", list, err)
	}
	t.Logf("T20: traces of name, mail, phone and birthday in a full dump: %d, verify clean", len(hits))
}

// dump is the whole database as text.
func dump(t *testing.T, w *apptest.World) string {
	t.Helper()
	tool, err := localpg.Tool(t.Context(), "pg_dump")
	if err != nil {
		t.Fatal(err)
	}
	text, err := exec.CommandContext(t.Context(), tool, "--dbname="+plainURL(t, testdb.OwnerURL(t, w.Deps.DB))).Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// plainURL takes what only our own driver understands out of an address.
func plainURL(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Del("options")
	u.RawQuery = q.Encode()
	return u.String()
}

func TestAnErasureAsksForAFreshProof(t *testing.T) {
	w := apptest.Open(t)
	c := w.Stale(sessions.ForMember(w.Charlie.ID))
	if a := c.Get("/me/data/erasures/new"); a.Status != 303 || !strings.HasPrefix(a.Location(), "/me/proof") {
		t.Errorf("%d %s", a.Status, a.Location())
	}
	if a := c.Post("/me/data/erasures", url.Values{"sure": {"on"}}); a.Status != 403 {
		t.Errorf("%d", a.Status)
	}
	if m, err := members.Find(w.Context(), w.Deps.DB, w.Charlie.ID); err != nil || !m.IsActive() {
		t.Errorf("%+v %v", m, err)
	}
}

func TestMembersTakeEverythingAlongAndNobodyElses(t *testing.T) {
	w := apptest.Open(t)
	answer := w.AsMember(w.Alice.ID).Get("/me/data/export.zip")
	z, err := zip.NewReader(bytes.NewReader([]byte(answer.Body)), int64(len(answer.Body)))
	if answer.Status != 200 || err != nil {
		t.Fatalf("%d %v", answer.Status, err)
	}
	texts := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		texts[f.Name] = string(body)
	}
	for file, want := range map[string]string{"data.json": `"format": "fealty member 1"`, "data.html": "alice@example.com", "tables/purchases.csv": "W-2", "tables/points.csv": "welcome"} {
		if !strings.Contains(texts[file], want) {
			t.Errorf("%s should hold %s:\n%.2000s", file, want, texts[file])
		}
	}
	for file, text := range texts {
		if strings.Contains(text, "Bob") || strings.Contains(text, "bob@example.com") {
			t.Errorf("%s tells of Bob", file)
		}
	}
	if page := w.AsMember(w.Alice.ID).Get("/me/data"); page.Status != 200 || !page.Has("/me/data/export.zip", "/me/data/erasures/new") {
		t.Errorf("%d", page.Status)
	}
}
