package api_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/redeeming"
)

func TestAMemberIsMadeOnceAndShown(t *testing.T) {
	p := open(t)
	body := `{"email":"New@Example.com","first_name":"Nora","language":"nb"}`
	first := p.ask("POST", "/api/v1/members", body)
	again := p.ask("POST", "/api/v1/members", body)
	p.wants("statuses", fmt.Sprint(first.status, again.status), "201 200")
	p.wants("same bytes", again.body, first.body)
	id := first.read(t, "id")
	shown := p.get("/api/v1/members/" + id)
	p.wants("name", shown.read(t, "first_name"), "Nora")
	p.wants("welcome points", shown.read(t, "wallet.spendable"), p.Version.Document.Earning.Welcome)
	p.wants("tier", shown.read(t, "tier.key"), "member")
	for path, want := range map[string]int{"/api/v1/members/nobody": 404, "/api/v1/members/01920000-0000-7000-8000-000000000000": 404} {
		p.wants(path, p.get(path).status, want)
	}
	bad := p.ask("POST", "/api/v1/members", `{"email":"x","first_name":"<b>","language":"de"}`)
	p.wants("bad", bad.status, 422)
	for i, pointer := range []string{"#/email", "#/first_name", "#/language"} {
		p.wants("pointer", bad.read(t, fmt.Sprintf("errors.%d.pointer", i)), pointer)
	}
}

func TestAPurchaseGivesAReceiptThatExplainsItself(t *testing.T) {
	p := open(t)
	r := p.post("/api/v1/purchases", p.purchase("R-1", "12.50", ""))
	p.wants("status", r.status, 201)
	p.wants("points", r.read(t, "points"), 25)
	p.wants("line", r.read(t, "lines.0.points"), 25)
	p.wants("text", r.read(t, "explanation.0.text"), "1 per 1 EUR on 25.00 EUR")
	p.wants("tier", r.read(t, "tier.name"), "Member")
	shown := p.get("/api/v1/members/" + p.Charlie.ID.String())
	p.wants("wallet", shown.read(t, "wallet.spendable"), r.read(t, "wallet.spendable"))
}

// T3 through HTTP: one key, fifty times at once.
func TestOneKeyFiftyTimesAtOnceGivesOneAnswer(t *testing.T) {
	p := open(t)
	before := p.count(`SELECT count(*) FROM entries`)
	answers := make([]answer, 50)
	var wait sync.WaitGroup
	for i := range answers {
		wait.Go(func() {
			answers[i] = p.ask("POST", "/api/v1/purchases", p.purchase("R-1", "10.00", ""), "Idempotency-Key", "one")
		})
	}
	wait.Wait()
	for _, a := range answers {
		p.wants("answer", a, answers[0])
	}
	p.wants("status", answers[0].status, 201)
	p.wants("entries", p.count(`SELECT count(*) FROM entries`), before+1)
	p.wants("other body", p.ask("POST", "/api/v1/purchases", p.purchase("R-1", "11.00", ""), "Idempotency-Key", "one").status, 422)
	conflict := p.post("/api/v1/purchases", p.purchase("R-1", "11.00", ""))
	p.wants("same reference", conflict.status, 409)
	p.wants("type", conflict.read(t, "type"), "urn:fealty:problem:reference_taken")
	p.wants("new key", p.post("/api/v1/purchases", p.purchase("R-1", "10.00", "")).body, answers[0].body)
}

func TestARefusalIsAProblemAndRepeatsToTheByte(t *testing.T) {
	p := open(t)
	body := p.purchase("R-1", "9999.00", `,"payments":[{"kind":"points","points":100000}]`)
	first := p.ask("POST", "/api/v1/purchases", body, "Idempotency-Key", "one")
	again := p.ask("POST", "/api/v1/purchases", body, "Idempotency-Key", "one")
	p.wants("status", first.status, 409)
	p.wants("kind", first.kind, "application/problem+json")
	p.wants("type", first.read(t, "type"), "urn:fealty:problem:too_few_points")
	p.wants("same bytes", again.body, first.body)
	p.wants("missing key", p.ask("POST", "/api/v1/purchases", body).read(t, "type"), "urn:fealty:problem:key_missing")
	p.wants("no API key", p.ask("POST", "/api/v1/purchases", body, "Authorization", "Bearer fk_none").status, 401)
}

func TestAReturnByIDByReferenceAndBeforeItsPurchase(t *testing.T) {
	p := open(t)
	early := p.post("/api/v1/purchases/R-9/returns", `{"reference":"B-1","lines":[{"line":1,"quantity":1}]}`)
	p.wants("early", early.status, 202)
	p.wants("early", early.read(t, "status"), "waiting")
	p.post("/api/v1/purchases", p.purchase("R-9", "10.00", ""))
	rest := p.post("/api/v1/purchases/ref:R-9/returns", `{"reference":"B-2"}`)
	p.wants("rest", rest.status, 201)
	p.wants("due", rest.read(t, "due"), 10)
	p.wants("amount", rest.read(t, "amount"), "10.00")
	id := rest.read(t, "purchase_id")
	p.wants("nothing left", p.post("/api/v1/purchases/"+id+"/returns", `{"reference":"B-3"}`).read(t, "type"), "urn:fealty:problem:return_nothing_left")
	p.wants("unknown", p.post("/api/v1/purchases/01920000-0000-7000-8000-000000000000/returns", `{"reference":"B-4"}`).status, 404)
	p.wants("no lines", p.post("/api/v1/purchases/"+id+"/returns", `{"reference":"B-5","lines":[]}`).status, 422)
}

func TestEntriesPageByKey(t *testing.T) {
	p := open(t)
	for i := range 4 {
		p.post("/api/v1/purchases", p.purchase(fmt.Sprint("R-", i), "1.00", ""))
	}
	path, seen := "/api/v1/members/"+p.Charlie.ID.String()+"/entries", 0
	before := ""
	for range 5 {
		page := p.get(path + "?limit=2" + before)
		p.wants("status", page.status, 200)
		for i := range 2 {
			if page.read(t, fmt.Sprintf("entries.%d.seq", i)) != "" {
				seen++
			}
		}
		next := page.read(t, "before")
		if next == "<nil>" {
			break
		}
		before = "&before=" + next
	}
	p.wants("entries", seen, 5)
	p.wants("limit", p.get(path+"?limit=0").status, 422)
	p.wants("before", p.get(path+"?before=x").status, 422)
}

func TestAVoucherIsShownAndUsedOnce(t *testing.T) {
	p := open(t)
	deps := redeeming.Deps{Programme: p.Deps.Programme, Keys: p.Deps.Keyring}
	got, err := redeeming.Redeem(t.Context(), p.Deps.DB, deps, redeeming.Redemption{Member: p.Alice.ID, Reward: p.Cake, Key: "k"})
	if err != nil {
		t.Fatal(err)
	}
	ticket, err := redeeming.TicketFor(t.Context(), p.Deps.DB, redeeming.Own{Member: p.Alice.ID, Voucher: got.Voucher}, catalogue.Languages{Wanted: "en", Main: "en"})
	if err != nil {
		t.Fatal(err)
	}
	code, err := p.Deps.Keyring.Open(ticket.Voucher)
	if err != nil {
		t.Fatal(err)
	}
	may := p.get("/api/v1/members/" + p.Alice.ID.String() + "/entitlements")
	p.wants("among the entitlements", may.read(t, "vouchers.0.id"), got.Voucher)
	shown := p.get("/api/v1/vouchers/" + code.String())
	p.wants("status", shown.status, 200)
	p.wants("to whom", shown.read(t, "member"), "Alice")
	used := p.ask("POST", "/api/v1/vouchers/"+code.String()+"/uses", `{"place":"Grünerløkka"}`, "Idempotency-Key", "one")
	p.wants("used", used.status, 201)
	p.renames("Something else")
	again := p.ask("POST", "/api/v1/vouchers/"+code.String()+"/uses", `{"place":"Grünerløkka"}`, "Idempotency-Key", "one")
	p.wants("again", again, used)
	p.wants("a second time", p.post("/api/v1/vouchers/"+code.String()+"/uses", `{}`).read(t, "type"), "urn:fealty:problem:voucher_used")
	p.wants("shown", p.get("/api/v1/vouchers/"+code.String()).status, 409)
	p.wants("mistyped", p.get("/api/v1/vouchers/XXXX").status, 422)
	p.wants("not logged", strings.Contains(p.Logged.String(), code.String()), false)
}

func TestAQuoteWritesNothing(t *testing.T) {
	p := open(t)
	before := p.count(`SELECT (SELECT count(*) FROM purchases) + (SELECT count(*) FROM once_keys) + (SELECT count(*) FROM entries)`)
	q := p.ask("POST", "/api/v1/purchases/quote", p.purchase("", "10.00", ""))
	p.wants("status", q.status, 200)
	p.wants("points", q.read(t, "receipt.points"), 20)
	p.wants("free shipping", q.read(t, "entitlements.free_shipping"), false)
	guest := strings.Replace(p.purchase("", "10.00", ""), `"id":"`+p.Charlie.ID.String()+`"`, `"email":"who@example.com"`, 1)
	p.wants("a newcomer", p.ask("POST", "/api/v1/purchases/quote", guest).read(t, "receipt.points"), 20)
	after := p.count(`SELECT (SELECT count(*) FROM purchases) + (SELECT count(*) FROM once_keys) + (SELECT count(*) FROM entries)`)
	p.wants("rows", after, before)
}

// renames gives every reward other words.
func (p *program) renames(name string) {
	p.Helper()
	err := db.InTx(p.Context(), p.Deps.DB, func(tx *db.Tx) error {
		_, err := tx.Exec(p.Context(), `UPDATE reward_texts SET name = $1, hand_over = $1`, name)
		return err
	})
	if err != nil {
		p.Fatal(err)
	}
}
