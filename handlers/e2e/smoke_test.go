package e2e

import (
	"testing"

	"fealty/views"
)

func TestALostVisitorIsToldSoInEveryLanguage(t *testing.T) {
	b := newSite(t).Open(t)
	for _, language := range views.Languages {
		b.Go("/nowhere?lang=" + language)
		if got := b.ask("document.documentElement.lang"); got != language {
			t.Errorf("the page speaks %s, not %s", got, language)
		}
		b.Inspect("nowhere-" + language)
	}
}
