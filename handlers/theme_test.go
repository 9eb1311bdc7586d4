package handlers_test

import (
	"regexp"
	"strings"
	"testing"

	"fealty/handlers/apptest"
	"fealty/models/club"
)

var sheetLink = regexp.MustCompile(`href="(/theme\.[0-9a-f]+\.css)"`)

func TestTheShopsColoursAreServedAsPlainOnesUnderANameOfTheirOwn(t *testing.T) {
	w := apptest.Open(t)
	before := sheetLink.FindStringSubmatch(w.Anonymous().Get("/").Body)[1]
	sheet := w.Anonymous().Get(before)
	if sheet.Status != 200 || !strings.Contains(sheet.Header.Get("Cache-Control"), "immutable") || !sheet.Has("--brand:#1f5147;", "--fill:#9dd1c4;", "prefers-color-scheme:dark") {
		t.Fatalf("%d, %v", sheet.Status, sheet.Header)
	}
	arrange(w, func(s *club.Settings) { s.Brand = "#ffff00" })
	after := sheetLink.FindStringSubmatch(w.Anonymous().Get("/join").Body)[1]
	if after == before || !w.Anonymous().Get(after).Has("--brand:#ffff00;", "--on-brand:#000000;") {
		t.Errorf("after the change: %s", after)
	}
	old := w.Anonymous().Get(before)
	if !old.Has("--brand:#ffff00;") || strings.Contains(old.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("under the old name: %v", old.Header)
	}
}
