package member_test

import (
	"strings"
	"testing"

	"fealty/handlers/apptest"
	"fealty/models/programme"
)

func TestInviteIndexHasTheLinkTheGainsAndTheFriends(t *testing.T) {
	w := apptest.Open(t)
	link := apptest.Origin + "/i/" + w.Alice.InviteCode
	c := w.AsMember(w.Alice.ID)
	got := c.Get("/invite")
	if got.Status != 200 || !got.Has("Give 100 points, get 200 points", `value="`+link+`"`, "sms:?&amp;body=", "https://wa.me/?text=", "mailto:?subject=",
		"Bob", "Joined on 20 February 2026", "€15 or more", "hidden data-copy") {
		t.Errorf("%d %s", got.Status, got.Body)
	}
	if strings.Contains(got.Body, "ZgotmplZ") {
		t.Error("a link was cut out of the page")
	}
	w.Buy(w.Bob, "B-1", 60)
	if got := c.Get("/invite"); !got.Has("Waiting until 9 April 2026") {
		t.Errorf("%s", got.Body)
	}
	if got := w.AsMember(w.Charlie.ID).Get("/invite"); !got.Has("No one yet", "The first friend is worth 200 points.") || got.Has("Bob") {
		t.Errorf("%s", got.Body)
	}
	w.Publish(func(doc *programme.Document) { doc.Referral.On = false })
	if got := c.Get("/invite"); got.Status != 404 {
		t.Errorf("without invitations the page gives %d", got.Status)
	}
}

func TestInvitationsShowNamesTheInviterAndHandsTheCodeOn(t *testing.T) {
	w := apptest.Open(t)
	got := w.Anonymous().Get("/i/" + strings.ToUpper(w.Alice.InviteCode))
	if got.Status != 200 || !got.Has("Alice invites you to Havn Club", "200 points are yours at once", `action="/join"`,
		`name="invite" value="`+w.Alice.InviteCode+`"`, `name="first_name"`, `name="contact"`) {
		t.Errorf("%d %s", got.Status, got.Body)
	}
	if got.Has("alice@example.com") || got.Has("checked") {
		t.Error("the page tells too much, or ticks a consent")
	}
	if member := w.AsMember(w.Charlie.ID).Get("/i/" + w.Alice.InviteCode); !member.Has("You are a member already.") || member.Has("<form class") {
		t.Errorf("%s", member.Body)
	}
}

func TestInvitationsShowTellsNothingOfAnUnknownCode(t *testing.T) {
	w := apptest.Open(t)
	bodies := map[string]string{}
	for _, code := range []string{"23456789", "nonsense", "-"} {
		got := w.Anonymous().Get("/i/" + code)
		if got.Status != 404 || !got.Has("Welcome to Havn Club", "This invitation is no longer open", `name="contact"`) || got.Has("Alice") || got.Has(`name="invite"`) {
			t.Errorf("%s: %d %s", code, got.Status, got.Body)
		}
		bodies[withoutChance(got.Body, "/i/"+code)] = code
	}
	if len(bodies) != 1 {
		t.Errorf("unknown codes are told apart: %v", bodies)
	}
}

func TestInvitationsShowStopsWhoGuesses(t *testing.T) {
	w := apptest.Open(t)
	c := w.Anonymous()
	for range 120 {
		c.Get("/i/23456789")
	}
	if got := c.Get("/i/" + w.Alice.InviteCode); got.Status != 429 || got.Has("Alice") {
		t.Errorf("the 121st guess gives %d", got.Status)
	}
}
