package member_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"fealty/handlers/apptest"
	"fealty/models/redeeming"
)

// sends lets Alice take a cake and send it, and gives its page and the link's path.
func sends(t *testing.T, w *apptest.World) (page, link string) {
	t.Helper()
	receipt, err := redeeming.Redeem(t.Context(), w.Deps.DB, redeeming.Deps{Programme: w.Deps.Programme, Keys: w.Deps.Keyring},
		redeeming.Redemption{Member: w.Alice.ID, Reward: w.Cake, Key: apptest.FormKey("a cake")})
	if err != nil {
		t.Fatal(err)
	}
	page = "/vouchers/" + receipt.Voucher.String()
	alice := w.AsMember(w.Alice.ID)
	if before := alice.Get(page); !before.Has("Send to a friend") {
		t.Errorf("nothing to send: %s", before.Body)
	}
	if sent := alice.Post(page+"/gifts", url.Values{"key": {apptest.FormKey("press 1")}}); sent.Status != 303 {
		t.Fatalf("sending: %d %s", sent.Status, sent.Body)
	}
	shown := alice.Get(page)
	found := regexp.MustCompile(`value="[^"]*(/g/[\w-]{22,})"`).FindStringSubmatch(shown.Body)
	if found == nil || strings.Contains(shown.Body, `class="code"`) || !shown.Has("On its way", "Take it back") {
		t.Fatalf("the giver sees %s", shown.Body)
	}
	return page, found[1]
}

func TestAGiftIsAcceptedWithoutAnAccountAndTakenAlongWhenJoining(t *testing.T) {
	w := apptest.Open(t)
	page, link := sends(t, w)
	friend := w.Anonymous()
	look := friend.Get(link)
	if look.Status != 200 || !look.Has("A gift from Alice", "Accept the gift", "/join?invite="+w.Alice.InviteCode) || look.Has(`class="code"`) {
		t.Fatalf("the friend sees %d %s", look.Status, look.Body)
	}
	if friend.Get(link); !friend.Get(link).Has("Accept the gift") {
		t.Error("looking changed something")
	}
	took := friend.Post(link, url.Values{"key": {apptest.FormKey("press 2")}})
	kept := took.Location()
	if took.Status != 303 || !strings.HasPrefix(kept, "/g/") || kept == link {
		t.Fatalf("accepting: %d %s", took.Status, kept)
	}
	if mine := friend.Get(kept); !mine.Has("It’s yours", `class="code"`) {
		t.Errorf("the friend has %s", mine.Body)
	}
	if again := friend.Get(link); again.Location() != kept {
		t.Errorf("the link in the friend's browser leads to %d %s", again.Status, again.Location())
	}
	stranger := w.Anonymous().Get(link)
	if !stranger.Has("has been accepted already") || stranger.Has(`class="code"`) {
		t.Errorf("somebody else sees %s", stranger.Body)
	}
	if late := w.Anonymous().Post(link, url.Values{"key": {apptest.FormKey("press 3")}}); late.Status < 400 && !strings.HasPrefix(late.Location(), link) {
		t.Errorf("a second one is answered %d %s", late.Status, late.Location())
	}
	if giver := w.AsMember(w.Alice.ID).Get(page); !giver.Has("Given", "A friend accepted it") || giver.Has(`class="code"`) {
		t.Errorf("the giver sees %s", giver.Body)
	}
	bob := w.AsMember(w.Bob.ID)
	if home := bob.Post(kept, url.Values{"key": {apptest.FormKey("press 4")}}); home.Status != 303 || !strings.HasPrefix(home.Location(), "/vouchers/") || !bob.Get(home.Location()).Has(`class="code"`, "A gift from a friend") {
		t.Errorf("Bob took it along: %d %s", home.Status, home.Location())
	}
	if gone := friend.Get(kept); gone.Has(`class="code"`) {
		t.Errorf("the code is still shown to who has the address: %s", gone.Body)
	}
}

func TestAGiftTakenBackSaysSo(t *testing.T) {
	w := apptest.Open(t)
	page, link := sends(t, w)
	alice := w.AsMember(w.Alice.ID)
	if own := alice.Get(link); !own.Has("This gift comes from you") {
		t.Errorf("the giver follows the link: %s", own.Body)
	}
	if back := alice.Post(page+"/gifts/undos", url.Values{"key": {apptest.FormKey("press 5")}}); back.Status != 303 || !alice.Get(page).Has(`class="code"`, "Send to a friend") {
		t.Errorf("taking back: %d", back.Status)
	}
	if look := w.Anonymous().Get(link); !look.Has("has taken it back") || look.Has("Accept the gift") {
		t.Errorf("the friend sees %s", look.Body)
	}
	if other := w.AsMember(w.Bob.ID).Post(page+"/gifts", url.Values{"key": {apptest.FormKey("press 6")}}); other.Status != 404 {
		t.Errorf("Bob sends Alice's voucher: %d", other.Status)
	}
	if nobody := w.Anonymous().Get("/g/nobody-has-made-this-one"); nobody.Status != 404 {
		t.Errorf("an unknown link: %d", nobody.Status)
	}
}
