package e2e

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// The harness is tried on faults made on purpose: a check that can't fail is none.

func TestTheHarnessHearsWhatTheBrowserComplainsOf(t *testing.T) {
	b := newSite(t).Open(t)
	for name, sabotage := range map[string]string{
		"an inline style": `document.body.insertAdjacentHTML("beforeend", "<p style='color:red'>x</p>")`,
		"a script error":  `setTimeout(() => { throw new Error("made on purpose") }, 0)`,
		"a console error": `console.error("made on purpose")`,
		"a missing file":  `document.body.insertAdjacentHTML("beforeend", "<img src='/assets/missing.png' alt=''>")`,
	} {
		b.Go("/nowhere")
		b.do("make trouble", chromedp.Evaluate(sabotage+"; 1", nil))
		b.settle()
		b.mu.Lock()
		heard := len(b.troubles)
		b.troubles = nil
		b.mu.Unlock()
		if heard == 0 {
			t.Errorf("%s goes unheard", name)
		}
	}
}

func TestAxeFindsWhatKeepsPeopleOut(t *testing.T) {
	b := newSite(t).Open(t)
	b.Go("/nowhere")
	b.do("take a name away", chromedp.Evaluate(`document.querySelector("main").insertAdjacentHTML("beforeend", "<button></button><img src='data:,'>"); 1`, nil))
	var found []violation
	b.do("run axe", chromedp.ActionFunc(func(ctx context.Context) (err error) {
		found, err = runAxe(ctx, everyRule)
		return err
	}))
	var names []string
	for _, v := range found {
		names = append(names, v.ID)
	}
	for _, want := range []string{"button-name", "image-alt"} {
		if !strings.Contains(strings.Join(names, " "), want) {
			t.Errorf("axe finds %v, not %s", names, want)
		}
	}
}

func TestAxeFindsWordsTooPaleInTheDark(t *testing.T) {
	b := newSite(t).Open(t)
	b.Go("/nowhere")
	b.Scheme("dark")
	b.do("make words pale", chromedp.Evaluate(`document.querySelector("h1").style.color = "#444"; 1`, nil))
	var found []violation
	b.do("run axe", chromedp.ActionFunc(func(ctx context.Context) (err error) {
		found, err = runAxe(ctx, colourRule)
		return err
	}))
	if len(found) != 1 || found[0].ID != "color-contrast" {
		t.Errorf("axe finds %v", found)
	}
}

func TestAPageThatIsTooWideIsSeen(t *testing.T) {
	b := newSite(t).Open(t)
	b.Go("/nowhere")
	b.Width(320)
	if culprits := b.tooWide(); culprits != "" {
		t.Errorf("the page as it is is too wide: %s", culprits)
	}
	b.do("widen it", chromedp.Evaluate(`document.querySelector("main").appendChild(document.createElement("pre")).textContent = "x".repeat(400); 1`, nil))
	if b.tooWide() == "" {
		t.Error("a page of 400 letters in a row seems to fit")
	}
}
