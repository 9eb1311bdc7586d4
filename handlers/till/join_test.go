package till_test

import (
	"net/url"
	"testing"

	"fealty/models/adjusting"
	"fealty/models/cards"
	"fealty/models/ids"
	"fealty/models/members"
	"fealty/models/messages"
)

// printed gives the numbers of some fresh cards.
func (w *counter) printed() []string {
	w.Helper()
	batch, err := adjusting.PrintCards(w.Context(), w.Deps.DB, adjusting.Who{Staff: w.Dora.ID}, cards.Batch{Label: "Opening", Size: 3})
	if err != nil {
		w.Fatal(err)
	}
	list, err := cards.Of(w.Context(), w.Deps.DB, batch)
	if err != nil || len(list) != 3 {
		w.Fatalf("%d cards, %v", len(list), err)
	}
	var numbers []string
	for _, c := range list {
		numbers = append(numbers, c.Number)
	}
	return numbers
}

func (w *counter) byMail(address string) members.Member {
	w.Helper()
	m, err := members.FindByContact(w.Context(), w.Deps.DB, members.Contact{Kind: members.Email, Value: address})
	if err != nil {
		w.Fatal(err)
	}
	return m
}

func (w *counter) welcomed(address string) (n int) {
	w.Helper()
	list, err := messages.List(w.Context(), w.Deps.DB, ids.Message{})
	if err != nil {
		w.Fatal(err)
	}
	for _, m := range list {
		if m.Template == messages.Welcome && m.Recipient == address {
			n++
		}
	}
	return n
}

func TestAStrangerIsMadeAMemberOnceWithThePurchase(t *testing.T) {
	w := open(t)
	form := url.Values{"contact": {"nora@example.com"}, "first_name": {"Nora"}, "amount": {"80"}, "key": {w.key()}}
	if got := w.Till.PostHX("/till/members", form); got.Status != 200 || !got.Has("Nora is a member now", "Nora joined", "€80") {
		t.Fatalf("answers %d %s", got.Status, got.Body)
	}
	nora := w.byMail("nora@example.com")
	first := w.spendable(nora.ID)
	if w.welcomed("nora@example.com") != 1 || first != 180 || nora.JoinedVia != members.ViaTill {
		t.Errorf("she was welcomed %d times, has %d and came by %s", w.welcomed("nora@example.com"), first, nora.JoinedVia)
	}
	if got := w.Till.PostHX("/till/members", form); got.Status != 200 || w.spendable(nora.ID) != first {
		t.Errorf("sent twice it answers %d, and she has %d instead of %d", got.Status, w.spendable(nora.ID), first)
	}
	again := url.Values{"contact": {"NORA@example.com"}, "first_name": {"N"}, "amount": {"10"}, "key": {w.key()}}
	if got := w.Till.PostHX("/till/members", again); !got.Has("was a member already") || w.spendable(nora.ID) != first+10 {
		t.Errorf("the same contact makes %d %s", got.Status, got.Body)
	}
	bad := url.Values{"contact": {"nobody"}, "first_name": {"X"}, "amount": {"12,5"}, "key": {w.key()}}
	if got := w.Till.PostHX("/till/members", bad); got.Status != 422 || !got.Has(`id="f-contact-error"`, `value="nobody"`, `value="12,5"`) {
		t.Errorf("a contact that is none answers %d %s", got.Status, got.Body)
	}
	if got := w.Till.Post("/till/members", url.Values{"contact": {"per@example.com"}, "key": {w.key()}}); got.Status != 303 || got.Location() != "/till" {
		t.Errorf("without scripts it answers %d %q", got.Status, got.Location())
	}
}

func TestPurchasesCollectOnAPrintedCardUntilItIsClaimed(t *testing.T) {
	w := open(t)
	numbers := w.printed()
	if got := w.find(cards.Show(numbers[0])); !got.Has("Printed card "+cards.Show(numbers[0]), "Nobody has this card yet") {
		t.Fatalf("a fresh card shows %s", got.Body)
	}
	quoted := w.Till.GetHX("/till/quotes?card=" + numbers[0] + "&amount=30")
	if !quoted.Has("Book on the card", "wait on the card") {
		t.Errorf("the quote says %s", quoted.Body)
	}
	for _, amount := range []string{"30", "40"} {
		if got := w.book(url.Values{"card": {numbers[0]}, "amount": {amount}}); got.Status != 200 || !got.Has("Printed card", "The points wait") {
			t.Fatalf("booking on the card answers %d %s", got.Status, got.Body)
		}
	}
	before := w.spendable(w.Charlie.ID)
	add := url.Values{"member": {w.Charlie.ID.String()}, "card": {"https://club.example/c/" + numbers[0]}}
	if got := w.Till.PostHX("/till/cards", add); got.Status != 200 || !got.Has("2 purchases", "70 points") || w.spendable(w.Charlie.ID) != before+70 {
		t.Fatalf("claimed: %d %s", got.Status, got.Body)
	}
	if got := w.Till.PostHX("/till/cards", add); got.Status != 200 || w.spendable(w.Charlie.ID) != before+70 {
		t.Errorf("claimed twice: %d", got.Status)
	}
	if got := w.find(numbers[0]); !got.Has("Charlie") {
		t.Errorf("the claimed card finds %s", got.Body)
	}
	w.book(url.Values{"card": {numbers[0]}, "amount": {"5"}})
	if got := w.spendable(w.Charlie.ID); got != before+75 {
		t.Errorf("a purchase on the claimed card gives %d", got-before)
	}
	theirs := url.Values{"member": {w.Bob.ID.String()}, "card": {numbers[0]}}
	if got := w.Till.PostHX("/till/cards", theirs); got.Status != 409 || !got.Has("belongs to another member") {
		t.Errorf("somebody else's card answers %d %s", got.Status, got.Body)
	}
	for _, number := range []string{"123", "100000000009"} {
		if got := w.Till.PostHX("/till/cards", url.Values{"member": {w.Bob.ID.String()}, "card": {number}}); got.Status < 400 || got.Status >= 500 {
			t.Errorf("the card %s answers %d", number, got.Status)
		}
	}
}

func TestAMemberClaimsACardFromItsOwnAddress(t *testing.T) {
	w := open(t)
	numbers := w.printed()
	w.book(url.Values{"card": {numbers[1]}, "amount": {"25"}})
	stranger, printed := w.Anonymous(), "/c/"+numbers[1]
	if got := stranger.Get(printed); !got.Has("Join", "/join?next=", cards.Show(numbers[1])) {
		t.Errorf("a stranger sees %s", got.Body)
	}
	bob := w.AsMember(w.Bob.ID)
	before := w.spendable(w.Bob.ID)
	if got := bob.Get(printed); !got.Has("Add this card") || w.spendable(w.Bob.ID) != before {
		t.Errorf("Bob sees %s", got.Body)
	}
	if got := bob.Post(printed, nil); got.Status != 303 || w.spendable(w.Bob.ID) != before+25 {
		t.Errorf("Bob claims it: %d, %d", got.Status, w.spendable(w.Bob.ID)-before)
	}
	if got := w.AsMember(w.Charlie.ID).Post(printed, nil); got.Status != 409 || !got.Has("belongs to another member") {
		t.Errorf("Charlie claims it, too: %d", got.Status)
	}
	join := w.Till.PostHX("/till/members", url.Values{"contact": {"card@example.com"}, "first_name": {"Kim"}, "card": {numbers[2]}, "amount": {"9"}, "key": {w.key()}})
	if join.Status != 200 || !w.find(numbers[2]).Has("Kim") {
		t.Errorf("joining with a card answers %d %s", join.Status, join.Body)
	}
	last := 0
	for range 11 {
		last = w.AsMember(w.Charlie.ID).Post("/c/100000000008", nil).Status
	}
	if last != 429 && last != 404 {
		t.Errorf("guessing cards answers %d", last)
	}
}

func TestAPurchaseOnAPrintedCardIsUndoneBeforeAnybodyClaimsIt(t *testing.T) {
	w := open(t)
	numbers := w.printed()
	path := undo(w.book(url.Values{"card": {numbers[0]}, "amount": {"300"}}))
	w.book(url.Values{"card": {numbers[0]}, "amount": {"30"}})
	if got := w.Till.PostHX(path, url.Values{"key": {w.key()}}); got.Status != 200 || !got.Has("Undone") {
		t.Fatalf("undoing answers %d %s", got.Status, got.Body)
	}
	before := w.spendable(w.Bob.ID)
	w.AsMember(w.Bob.ID).Post("/c/"+numbers[0], nil)
	if got := w.spendable(w.Bob.ID) - before; got != 30 {
		t.Errorf("the card gives %d", got)
	}
}
