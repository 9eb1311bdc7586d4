package e2e

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"fealty/handlers/apptest"
	"fealty/models/messages"
	"fealty/models/staff"
)

// hand is one hand at the till: what it types goes where the focus is, and it counts what it did.
type hand struct {
	*Browser
	fields, presses int
}

func (s *site) hand(t *testing.T, who staff.Staff) *hand {
	t.Helper()
	b := s.Open(t)
	b.cookie("fealty-till", s.OpenTill(who).TillSecret())
	b.Speak("en")
	b.Go("/till")
	h := &hand{Browser: b}
	h.isIn("who")
	return h
}

// isIn waits until a field has the focus.
func (h *hand) isIn(id string) {
	h.t.Helper()
	h.until("have the focus in "+id, func() bool { return h.try(`document.activeElement?.id === "`+id+`"`) == "true" })
}

// types fills the field that has the focus.
func (h *hand) types(text string) {
	h.t.Helper()
	h.fields++
	h.do("type "+text, chromedp.KeyEvent(text))
}

// enter presses Enter, which is no press of the mouse.
func (h *hand) enter() {
	h.t.Helper()
	h.do("press Enter", chromedp.KeyEvent(kb.Enter))
}

// clicks presses a button by what it says, which counts.
func (h *hand) clicks(text string) {
	h.t.Helper()
	h.presses++
	h.Press(text)
}

// took fails when it took more than it may.
func (h *hand) took(fields, presses int) {
	h.t.Helper()
	if h.fields > fields || h.presses > presses {
		h.t.Errorf("it took %d fields and %d presses, and may take %d and %d", h.fields, h.presses, fields, presses)
	}
	h.t.Logf("%d fields, %d presses", h.fields, h.presses)
}

// TestASaleIsTwoFieldsAndEnter is acceptance 14: a phone number, an amount, Enter, and the member sees the points.
func TestASaleIsTwoFieldsAndEnter(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	erik := s.Join(apptest.Newcomer{Name: "Erik Moe", Phone: "+4791234567"})
	h := s.hand(t, s.Clerk)
	begun := time.Now()
	h.types("+47 912 34 567")
	h.isIn("f-amount")
	h.Sees("Erik Moe")
	h.types("264")
	h.Sees("Give 264")
	h.enter()
	h.isIn("who")
	t.Logf("the sale took %v", time.Since(begun).Round(10*time.Millisecond))
	h.Sees("Erik Moe", "+264", "€264")
	h.took(2, 0)
	phone := s.Open(t)
	phone.As(s.AsMember(erik.ID))
	phone.Go("/activity")
	phone.Sees("264")
	h.Inspect("till-booked")
}

// TestAScannerNeedsNoHand is acceptance 15 and 16: a member's code leads to the amount, a voucher's to what is handed over.
func TestAScannerNeedsNoHand(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	_, code := s.voucher(t, s.FlatWhite, "scanned")
	h := s.hand(t, s.Clerk)
	h.types(s.base + "/c/" + s.Alice.Number)
	h.enter()
	h.isIn("f-amount")
	h.Sees("Alice")
	h.took(1, 0)
	h.do("go back", chromedp.KeyEvent(kb.Escape))
	h.isIn("who")
	h.fields = 0
	h.types(code)
	h.enter()
	h.Sees("Valid, and not used yet", "Alice")
	h.Inspect("till-voucher")
	h.clicks("Use now")
	h.Sees("Used.")
	h.took(1, 1)
	h.Go("/till?code=" + code)
	h.Sees("used")
	h.SeesNot("Valid, and not used yet")
}

// TestAWrongAmountIsUndoneFromTheLog is acceptance 17: both lines stay.
func TestAWrongAmountIsUndoneFromTheLog(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	h := s.hand(t, s.Clerk)
	h.types("alice@example.com")
	h.isIn("f-amount")
	h.types("2640")
	h.enter()
	h.isIn("who")
	h.Sees("€2,640")
	h.clicks("Undo")
	h.Sees("Undone")
	h.took(2, 1)
	member := s.Open(t)
	member.As(s.AsMember(s.Alice.ID))
	member.Go("/activity")
	member.Sees("€2,640", "+3,960", "−3,960")
}

// TestAStrangerJoinsWithThePurchase is acceptance 18.
func TestAStrangerJoinsWithThePurchase(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	h := s.hand(t, s.Clerk)
	h.types("nora@example.com")
	h.enter()
	h.isIn("f-first_name")
	h.Sees("Not a member yet")
	h.types("Nora")
	h.do("go on", chromedp.KeyEvent(kb.Tab))
	h.isIn("f-amount")
	h.types("80")
	h.Inspect("till-stranger")
	h.clicks("Add as new member")
	h.Sees("Nora is a member now")
	h.took(3, 2)
	list, err := messages.List(t.Context(), s.Deps.DB, [16]byte{})
	if err != nil {
		t.Fatal(err)
	}
	told := false
	for _, m := range list {
		told = told || m.Template == messages.Welcome && m.Recipient == "nora@example.com"
	}
	if !told {
		t.Error("nobody welcomed Nora")
	}
	h.isIn("who")
	h.types("nora@example.com")
	h.isIn("f-amount")
	h.Sees("Nora", "180 points")
}

// TestGoodsThatComeBackNeverTakeMoreThanThereIs is acceptance 20: what is spent already is let go or owed, and said in words.
func TestGoodsThatComeBackNeverTakeMoreThanThereIs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.Buy(s.Charlie, "C-1", 400)
	h := s.hand(t, s.Clerk)
	h.types("charlie@example.com")
	h.isIn("f-amount")
	h.Press("Redeem")
	h.Sees("Redeemed for")
	h.Go("/till/returns/new?member=" + s.Charlie.ID.String())
	h.Press("Choose")
	h.Sees("C-1", "takes back 400 points")
	h.Press("Take it back")
	h.Sees("returned", "already spent")
	member := s.Open(t)
	member.As(s.AsMember(s.Charlie.ID))
	member.Go("/activity")
	member.Sees("−50")
	member.PressOn("#ledger li:first-child summary")
	member.Sees("C-1", "400")
}

// TestTheTillNeedsNoScripts is the same sale in two pages: find, then amount.
func TestTheTillNeedsNoScripts(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	h := s.hand(t, s.Clerk)
	h.WithoutScripts()
	h.Go("/till")
	h.Fill("who", "alice@example.com")
	h.enter()
	h.IsAt("/till")
	h.Fill("amount", "12,50")
	h.enter()
	h.Sees("Alice", "€12.50")
	h.Press("Undo")
	h.Sees("Undone")
}

// TestATillIsPairedOnceAndOpenedByPin walks from the admin's code to the first sale, and locks itself.
func TestATillIsPairedOnceAndOpenedByPin(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.GivePin(s.Clerk)
	office := s.Open(t)
	office.As(s.AsStaff(s.Dora.ID))
	office.Speak("en")
	office.Go("/admin/shops/" + s.Counter().ID.String() + "/edit")
	office.Fill("device_name", "Till by the door")
	office.Press("Add a till")
	code := office.Text(".code")
	till := s.Open(t)
	till.Speak("en")
	till.Go("/till")
	till.IsAt("/till/pair")
	till.Fill("code", code)
	till.Press("Pair this till")
	till.IsAt("/till/unlock")
	till.Sees("Klaus")
	till.PressOn(`label:has(input[name="person"])`)
	till.Fill("pin", "0000")
	till.Press("Open the till")
	till.Sees("This is not the PIN")
	till.PressOn(`label:has(input[name="person"])`)
	till.Fill("pin", apptest.Pin)
	till.Press("Open the till")
	till.Sees("Today at this shop")
	till.Press("Lock")
	till.IsAt("/till/unlock")
	again := s.Open(t)
	again.Speak("en")
	again.Go("/till/pair")
	again.Fill("code", code)
	again.Press("Pair this till")
	again.Sees("pairs no till")
}
