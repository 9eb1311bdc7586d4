package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
)

// A press is answered whenever the machine gets to it, so nothing here looks once: it looks until it sees, or patience is over.

// until waits for a condition.
func (b *Browser) until(what string, holds func() bool) {
	b.t.Helper()
	for deadline := time.Now().Add(patience); !holds(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			b.t.Fatalf("%s: not after %s.\n%s", what, patience, b.where())
		}
	}
}

// try gives the text that an expression has in the page; "" while the page is on its way to another one.
func (b *Browser) try(expression string) string {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	var answer string
	if chromedp.Run(ctx, chromedp.Evaluate("String("+expression+")", &answer)) != nil {
		return ""
	}
	return answer
}

// ask gives the text that an expression has in the page.
func (b *Browser) ask(expression string) string {
	b.t.Helper()
	var answer string
	b.do("ask the page", chromedp.Evaluate("String("+expression+")", &answer))
	return answer
}

// settle waits until nothing is on its way: no request, no swap of HTMX.
func (b *Browser) settle() {
	b.t.Helper()
	const calm = `document.readyState === "complete" && !document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling")`
	quiet := 0
	b.until("the page comes to rest", func() bool {
		if b.try(calm) != "true" || b.isBusy() {
			quiet = 0
			return false
		}
		quiet++
		return quiet == 3
	})
}

// Press presses the button or link that shows this text and nothing else, or else the first that shows it among others.
func (b *Browser) Press(text string) {
	b.t.Helper()
	b.press("press "+text, fmt.Sprintf(`(() => {
		const plain = t => t.replace(/\s+/g, " ").trim(), wanted = plain(%s);
		const all = [...document.querySelectorAll("button, a, summary, label")].filter(e => e.checkVisibility({visibilityProperty: true}));
		return all.find(e => plain(e.innerText) === wanted) || all.find(e => plain(e.innerText).includes(wanted));
	})()`, literal(text)))
}

// PressOn presses the first that a CSS selector names and that is to be seen.
func (b *Browser) PressOn(selector string) {
	b.t.Helper()
	b.press("press "+selector, fmt.Sprintf(`[...document.querySelectorAll(%s)].find(e => e.checkVisibility({visibilityProperty: true}))`, literal(selector)))
}

// press waits for an element that can be pressed, not covered by another, and presses it with the mouse where it is.
func (b *Browser) press(doing, element string) {
	b.t.Helper()
	var at []float64
	b.until(doing, func() bool {
		found := b.try(fmt.Sprintf(`(() => {
			const e = %s;
			if (!e || e.disabled) return "";
			e.scrollIntoView({block: "center", inline: "nearest", behavior: "instant"});
			const box = e.getClientRects()[0], x = box.x + box.width / 2, y = box.y + box.height / 2;
			const top = document.elementFromPoint(x, y);
			return top && e.contains(top) ? JSON.stringify([x, y]) : "";
		})()`, element))
		return json.Unmarshal([]byte(found), &at) == nil
	})
	b.do(doing, chromedp.MouseClickXY(at[0], at[1]))
	b.settle()
}

// IsAt waits until the window is at a path; one that ends in "/…" is where it begins.
func (b *Browser) IsAt(path string) {
	b.t.Helper()
	b.until("arrive at "+path, func() bool {
		at := b.try("location.pathname")
		if begin, isOpen := strings.CutSuffix(path, "…"); isOpen {
			return strings.HasPrefix(at, begin) && at != begin
		}
		return at == path
	})
	b.settle()
}

// Sees waits until the page shows every one of these texts.
func (b *Browser) Sees(texts ...string) {
	b.t.Helper()
	for _, text := range texts {
		b.until(fmt.Sprintf("see %q", text), func() bool { return strings.Contains(spaced(b.try(shown)), spaced(text)) })
	}
	b.settle()
}

const shown = "document.body.innerText"

// SeesNot fails if the page at rest shows one of these texts.
func (b *Browser) SeesNot(texts ...string) {
	b.t.Helper()
	page := spaced(b.ask(shown))
	for _, text := range texts {
		if strings.Contains(page, spaced(text)) {
			b.t.Fatalf("%q is to be seen.\n%s", text, b.where())
		}
	}
}

// literal writes a text as a script does.
func literal(text string) string {
	written, _ := json.Marshal(text) // a text is always written
	return string(written)
}

// spaced evens out white space, also the kinds that numbers are written with.
func spaced(text string) string { return strings.Join(strings.Fields(text), " ") }
