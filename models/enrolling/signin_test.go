package enrolling_test

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fealty/models/consents"
	"fealty/models/db/testdb"
	"fealty/models/enrolling"
	"fealty/models/fault"
	"fealty/models/members"
	"fealty/models/messages"
	"fealty/models/sessions"
)

func TestAShopperJoinsByACodeWithWelcomePointsAndConsents(t *testing.T) {
	w := newWorld(t)
	asked, err := enrolling.RequestCode(t.Context(), w.d, w.deps, enrolling.Ask{Contact: " Ingrid@Example.COM ", Language: "nb", IsJoining: true,
		Form: enrolling.Form{FirstName: " Ingrid  Marie ", Wording: "join.1", Consents: []consents.Choice{{Purpose: consents.Marketing, Granted: true}}}})
	w.must(err)
	done := w.confirm(enrolling.Confirmation{Proof: w.proof(asked)})
	if !done.IsNew || done.Points != 100 || done.Member.FirstName != "Ingrid Marie" || done.Member.Language != "nb" {
		t.Errorf("joined as %+v", done)
	}
	if got := w.spendable(done.Member.ID); got != 100 {
		t.Errorf("%d points can be spent", got)
	}
	agreed, err := consents.Current(t.Context(), w.d, done.Member.ID)
	if err != nil || !agreed[consents.Marketing] || agreed[consents.Profiling] {
		t.Errorf("agreed to %v, %v", agreed, err)
	}
	contacts, err := members.Contacts(t.Context(), w.d, done.Member.ID)
	if err != nil || len(contacts) != 1 || contacts[0].Value != "ingrid@example.com" || !contacts[0].IsVerified() {
		t.Errorf("contacts %+v, %v", contacts, err)
	}
	if n := len(w.outbox(messages.Welcome)); n != 1 {
		t.Errorf("%d welcome messages", n)
	}
	if n := w.count(`SELECT count(*) FROM standings WHERE tier = 'member'`); n != 1 {
		t.Errorf("%d standings at the first tier", n)
	}
}

func TestAskingForACodeLooksTheSameForMembersAndStrangers(t *testing.T) {
	w := newWorld(t)
	w.join("known@example.com", "Known")
	known, stranger := w.ask("known@example.com", ""), w.ask("other@example.com", "")
	if known.ID.IsZero() || stranger.ID.IsZero() || known.Contact.Kind != stranger.Contact.Kind {
		t.Errorf("answers %+v and %+v", known, stranger)
	}
	sent := w.outbox(messages.SigninCode)
	if len(sent) != 3 {
		t.Fatalf("%d codes went out", len(sent))
	}
	for _, m := range sent {
		link, _ := m.Params["link"].(string)
		if m.Language != "en" || len(m.Params) != 2 || !strings.HasPrefix(link, "/signin/links/") {
			t.Errorf("a code went out as %+v", m)
		}
	}
}

func TestAMemberSignsInAndNothingElseHappens(t *testing.T) {
	w := newWorld(t)
	first := w.join("a@example.com", "Alice")
	again := w.confirm(enrolling.Confirmation{Proof: w.proof(w.ask("a@example.com", "Mallory"))})
	if again.IsNew || again.Member.ID != first.Member.ID || again.Member.FirstName != "Alice" {
		t.Errorf("signed in as %+v", again)
	}
	if got := w.spendable(first.Member.ID); got != 100 {
		t.Errorf("%d points after signing in again", got)
	}
}

func TestAStrangerWhoSignsInIsAskedForANameAndThenJoinsWithTheSameCode(t *testing.T) {
	w := newWorld(t)
	proof := w.proof(w.ask("new@example.com", ""))
	done := w.confirm(enrolling.Confirmation{Proof: proof})
	if !done.NeedsName || w.count(`SELECT count(*) FROM members`) != 0 {
		t.Fatalf("without a name: %+v", done)
	}
	done = w.confirm(enrolling.Confirmation{Proof: proof, Form: enrolling.Form{FirstName: "Nina"}})
	if !done.IsNew || done.Member.FirstName != "Nina" {
		t.Errorf("with a name: %+v", done)
	}
}

func TestACodeWorksOnceForTenMinutesAndFiveTries(t *testing.T) {
	w := newWorld(t)
	refused := func(what string, proof sessions.Proof) {
		t.Helper()
		_, err := enrolling.Confirm(t.Context(), w.d, w.deps, enrolling.Confirmation{Proof: proof, Form: enrolling.Form{FirstName: "X"}})
		if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "[code: code_wrong]") {
			t.Errorf("%s: %v", what, err)
		}
	}
	used := w.proof(w.ask("used@example.com", "U"))
	w.confirm(enrolling.Confirmation{Proof: used})
	refused("used", used)

	old := w.proof(w.ask("old@example.com", "O"))
	testdb.Forward(t, w.d, sessions.CodeLife)
	refused("too old", old)

	tried := w.proof(w.ask("tried@example.com", "T"))
	wrong := sessions.Proof{ID: tried.ID, Digits: "abcdef"}
	for range sessions.MaxTries {
		refused("wrong", wrong)
	}
	refused("right but after five tries", tried)

	other := w.proof(w.ask("other@example.com", "O"))
	refused("of another request", sessions.Proof{ID: w.ask("mine@example.com", "M").ID, Digits: other.Digits + "0"})
	refused("empty", sessions.Proof{ID: other.ID})
	refused("unknown", sessions.Proof{Digits: other.Digits})
}

func TestALinkSignsInOnceAndCostsNoTry(t *testing.T) {
	w := newWorld(t)
	asked := w.ask("l@example.com", "Lea")
	link, _ := w.outbox(messages.SigninCode)[0].Params["link"].(string)
	token := link[strings.LastIndex(link, "/")+1:]
	for range 10 {
		if _, err := enrolling.Confirm(t.Context(), w.d, w.deps, enrolling.Confirmation{Proof: sessions.Proof{ID: asked.ID, Token: token + "x"}}); err == nil {
			t.Fatal("a made-up token signed in")
		}
	}
	if done := w.confirm(enrolling.Confirmation{Proof: sessions.Proof{ID: asked.ID, Token: token}}); !done.IsNew {
		t.Errorf("the link gave %+v", done)
	}
	if _, err := enrolling.Confirm(t.Context(), w.d, w.deps, enrolling.Confirmation{Proof: sessions.Proof{ID: asked.ID, Token: token}}); err == nil {
		t.Error("the link signed in twice")
	}
}

func TestManyAtOnceWithOneCodeJoinOnce(t *testing.T) {
	w := newWorld(t)
	proof := w.proof(w.ask("race@example.com", "Race"))
	var won atomic.Int64
	var wait sync.WaitGroup
	for range 30 {
		wait.Go(func() {
			_, err := enrolling.Confirm(context.Background(), w.d, w.deps, enrolling.Confirmation{Proof: proof})
			if err == nil {
				won.Add(1)
			} else if fault.KindOf(err) != fault.Invalid {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if won.Load() != 1 || w.count(`SELECT count(*) FROM members`) != 1 || w.count(`SELECT count(*) FROM entries`) != 1 {
		t.Errorf("%d of 30 won", won.Load())
	}
}

func TestBadFieldsAreAllNamedAndNothingIsWritten(t *testing.T) {
	w := newWorld(t)
	_, err := enrolling.RequestCode(t.Context(), w.d, w.deps, enrolling.Ask{Contact: "nobody", IsJoining: true,
		Form: enrolling.Form{Consents: []consents.Choice{{Purpose: "all", Granted: true}}}})
	if err == nil || err.Error() != "invalid [consents: consent_unknown] [contact: contact_invalid] [first_name: name_invalid]" {
		t.Errorf("got %v", err)
	}
	if n := w.count(`SELECT (SELECT count(*) FROM messages) + (SELECT count(*) FROM signin_codes)`); n != 0 {
		t.Errorf("%d rows", n)
	}
}

func TestOnlyDigestsOfCodesAreKept(t *testing.T) {
	w := newWorld(t)
	proof := w.proof(w.ask("h@example.com", "H"))
	var hash []byte
	w.must(w.d.Get(t.Context(), &hash, `SELECT code_hash FROM signin_codes`))
	if len(proof.Digits) != 6 || len(hash) != 32 || strings.Contains(string(hash), proof.Digits) {
		t.Errorf("digits %q, hash of %d bytes", proof.Digits, len(hash))
	}
	testdb.Forward(t, w.d, 25*time.Hour)
	if _, err := sessions.Prune(t.Context(), w.d); err != nil || w.count(`SELECT count(*) FROM signin_codes`) != 0 {
		t.Errorf("after a day codes are left: %v", err)
	}
}
