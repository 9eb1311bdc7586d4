package handlers_test

import (
	"regexp"
	"testing"

	"fealty/handlers"
	"fealty/handlers/apptest"
)

// A full stop of Chinese brings its own room: no Western space may follow it.
var gapAfterStop = regexp.MustCompile(`[\p{Han}\d>][。！？：]</?(?:strong)?>?\s+(?:<(?:a|strong)[ >]|[\p{Han}\d])`)

func TestChineseSentencesStandWithoutAWesternSpaceBetween(t *testing.T) {
	w := openWorld(t)
	table := doors(w)
	people := []actor{{"a member", "member", "", w.AsMember(w.Alice.ID)}, {"a new member", "member", "", w.AsMember(w.Charlie.ID)}, {"nobody", "nobody", "", w.Anonymous()},
		{"the owner", "staff", "owner", w.AsStaff(w.Dora.ID)}, {"a partner", "partner", "partner_manager", w.AsStaff(w.TeaHouseManager.ID)}}
	read := 0
	for _, route := range handlers.Routes(w.Deps) {
		l := table[route.Method+" "+route.Path]
		if route.Method != "GET" {
			continue
		}
		for _, a := range people {
			if l.want(a) != opens || l.isAlices && a.name != "a member" {
				continue
			}
			page := a.Get(l.path(route.Path) + "?lang=zh-Hant")
			read++
			if at := gapAfterStop.FindString(page.Body); at != "" && isPage(page) {
				t.Errorf("%s, seen by %s, has a gap: %q", route.Path, a.name, at)
			}
		}
	}
	t.Logf("pages read: %d", read)
}

func isPage(answer apptest.Answer) bool {
	return answer.Status == 200 && answer.Header.Get("Content-Type") == "text/html; charset=utf-8"
}
