package e2e

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"fealty/handlers/jobs"
	"fealty/models/ids"
	"fealty/models/messages"
)

// corpus is what people type who want to run a script in somebody else's browser. Each would set window.xssed, ask for /xss, or be
// reported by the policy.
var corpus = []string{
	`<script>window.xssed=1</script>`, `"><img src=x onerror=xssed=1>`, `'><svg onload=xssed=1>`, `</title><script>xssed=1</script>`,
	`</textarea><script>xssed=1</script>`, `" autofocus onfocus="xssed=1`, `<a href="javascript:xssed=1">x</a>`, `<b style="color:red">xssed</b>`,
	`<i hx-get="/xss" hx-trigger="load">xssed</i>`, `{{.}}{{print "xssed"}}`, `<iframe srcdoc="<script>xssed=1</script>">`, `&lt;script&gt;xssed=1&lt;/script&gt;`,
	`<style>@import "/xss"</style>`, `javascript:xssed=1//`, `<form action="/xss"><button>xssed</button></form>`,
}

// foundIn is a script that names what of the corpus became more than text in a document.
const foundIn = `(doc => [...doc.querySelectorAll("script, [onerror], [onload], [onfocus], [style], [srcdoc], [hx-get='/xss'], form[action='/xss'], style, a[href^='javascript:']")]
	.filter(e => e.outerHTML.includes("xss") || e.hasAttribute("onerror") || e.hasAttribute("style")).map(e => e.outerHTML.slice(0, 200)).join("\n"))`

// typeMarkup fills every text field of every form on the page with the corpus and sends each form as the page would. It gives how many
// fields it filled, and what of the corpus became more than text in the answers.
const typeMarkup = `(async (corpus, turn) => {
	let filled = 0, found = [];
	for (const form of document.querySelectorAll("form")) {
		const texts = [...form.elements].filter(e => e.name && (e.tagName === "TEXTAREA" || e.tagName === "INPUT" && ["text", "search", "email", "tel", "url"].includes(e.type)));
		if (texts.length === 0) continue;
		for (const e of texts) { e.removeAttribute("maxlength"); e.value = (e.type === "email" ? "x@example.com" : "") + corpus[turn++ % corpus.length]; filled++; }
		const data = new URLSearchParams(new FormData(form));
		// A field may be called "action" and stand before the form's own.
		const path = form.getAttribute("action") || location.pathname, address = new URL(path, location.href);
		if (form.method === "get") address.search = data;
		const body = form.enctype === "multipart/form-data" ? new FormData(form) : data;
		const answer = await fetch(address, form.method === "get" ? {} : {method: "POST", body});
		const page = new DOMParser().parseFromString(await answer.text(), "text/html");
		const bad = ` + foundIn + `(page);
		if (bad) found.push(path + ": " + bad);
	}
	return JSON.stringify({filled, turn, found});
})`

// TestMarkupThatPeopleTypeIsNeverMoreThanText is T15: the corpus goes through every text field there is, then every page is opened in a
// real browser under the strict policy: nothing runs, and nothing is reported.
func TestMarkupThatPeopleTypeIsNeverMoreThanText(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	visits := s.visits(t)
	browsers := map[string]*Browser{}
	turn, filled, opened := 0, 0, 0
	for who, v := range visits {
		b := s.Open(t)
		browsers[who] = b
		v.enter(b)
		b.Speak("en")
		for _, p := range v.pages {
			b.Go(p.at)
			n, next := b.typesMarkup(turn)
			filled, turn = filled+n, next
		}
	}
	for who, v := range visits {
		b := browsers[who]
		for _, p := range v.pages {
			b.Go(p.at)
			opened++
			if ran := b.ask(`window.xssed === undefined ? "" : "ran"`); ran != "" {
				t.Errorf("%s: a script ran for %s", p.route, who)
			}
			if bad := b.ask(foundIn + "(document)"); bad != "" {
				t.Errorf("%s shows markup to %s: %s", p.route, who, bad)
			}
		}
		b.Clean()
	}
	s.mailsHoldNoMarkup(t, s.Open(t))
	t.Logf("%d fields filled, %d pages opened", filled, opened)
	if filled < 60 {
		t.Error("too few fields were filled")
	}
}

// TestMarkupThatWasLetThroughIsFound puts the corpus on a page as markup: whatever could run is seen.
func TestMarkupThatWasLetThroughIsFound(t *testing.T) {
	b := newSite(t).Open(t)
	b.Go("/nowhere")
	harmless := 0
	for _, one := range corpus {
		if b.ask(foundIn+`(new DOMParser().parseFromString('<title>'+`+literal(one)+`+'</title><textarea>'+`+literal(one)+`+'</textarea><p title="'+`+literal(one)+
			`+'">'+`+literal(one)+`+'</p>', "text/html"))`) == "" {
			harmless++
		}
	}
	if harmless > 3 { // braces, entities, and an address that stands as text
		t.Errorf("%d of %d go unseen", harmless, len(corpus))
	}
	b.do("let one through", chromedp.Evaluate(`document.body.insertAdjacentHTML("beforeend", "<img src=x onerror=xssed=1>"); 1`, nil))
	b.until("the policy reports it", func() bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		return len(b.troubles) > 0
	})
	if ran := b.ask(`window.xssed === undefined`); ran != "true" {
		t.Error("the policy lets it run")
	}
	b.mu.Lock()
	b.troubles = nil
	b.mu.Unlock()
}

// typesMarkup fills and sends the page's forms, beginning at a turn of the corpus.
func (b *Browser) typesMarkup(turn int) (filled, next int) {
	b.t.Helper()
	list, _ := json.Marshal(corpus) // texts are always written
	var answer struct {
		Filled, Turn int
		Found        []string
	}
	var told string
	b.do("fill the forms in", chromedp.Evaluate(fmt.Sprintf("%s(%s, %d)", typeMarkup, list, turn), &told,
		func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
	if err := json.Unmarshal([]byte(told), &answer); err != nil {
		b.t.Fatalf("read what became of the forms: %v\n%s", err, told)
	}
	for _, found := range answer.Found {
		b.t.Errorf("markup came back as markup: %s", found)
	}
	return answer.Filled, answer.Turn
}

// mailsHoldNoMarkup draws every mail there is and looks at it as a reader's program would.
func (s *site) mailsHoldNoMarkup(t *testing.T, b *Browser) {
	t.Helper()
	b.Go("/nowhere")
	all, err := messages.List(t.Context(), s.Deps.DB, ids.Message{})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range all {
		letter, err := jobs.Draw(t.Context(), s.Deps, m)
		if err != nil {
			t.Errorf("%s: %v", m.Template, err)
			continue
		}
		const own = `.replace(/<style[^]*?<\/style>/, "").replace(/ style="[^"]*"/g, "")` // the mail's own styles
		if bad := b.ask(foundIn + `(new DOMParser().parseFromString(` + literal(letter.HTML) + own + `, "text/html"))`); bad != "" {
			t.Errorf("the mail %s holds markup: %s", m.Template, bad)
		}
	}
	b.Clean()
}
