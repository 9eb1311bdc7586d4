package e2e

import (
	"testing"

	"fealty/views"
)

// look inspects each path in English, and glances at it in the other languages.
func look(b *Browser, paths ...string) {
	b.t.Helper()
	for _, language := range views.Languages {
		b.Speak(language)
		for _, path := range paths {
			b.Go(path)
			if language == "en" {
				b.Inspect(language + path)
			} else {
				b.Glance(language + path)
			}
		}
	}
}

func TestThePortalKeepsNobodyOut(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.Open(t)
	b.As(s.AsMember(s.Alice.ID))
	look(b, "/home", "/rewards", "/rewards/"+s.FlatWhite.String(), "/vouchers", "/card", "/activity", "/give", "/invite",
		"/me", "/me/contacts/new")
}

func TestThePublicPagesKeepNobodyOut(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	look(s.Open(t), "/", "/join", "/signin", "/how", "/terms", "/i/"+s.Alice.InviteCode, "/c/"+s.Alice.Number, "/nowhere")
}
