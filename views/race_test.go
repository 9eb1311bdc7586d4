package views

import (
	"sync"
	"testing"
)

// TestManyPagesDrawAtOnce bites under -race: the engine's own layouts fail here.
func TestManyPagesDrawAtOnce(t *testing.T) {
	e, err := New()
	if err != nil {
		t.Fatal(err)
	}
	want := draw(t, e, "shared/notice", newNotice("ok", "check", "title", "text"))
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for range 50 {
				if got := draw(t, e, "shared/notice", newNotice("ok", "check", "title", "text")); got != want {
					t.Errorf("drew %q", got)
				}
				draw(t, e, "shared/empty", newEmpty("gift", "t", "x", "Go", "/rewards"))
			}
		})
	}
	wg.Wait()
}
