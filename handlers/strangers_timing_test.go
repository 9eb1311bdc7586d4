package handlers_test

import (
	"fmt"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"fealty/handlers/apptest"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/staff"
)

// question is something a stranger asks to learn who or what there is (T14): about a thing that is there, and about one that isn't.
type question struct {
	name string
	// known and unknown take turns; more of each make room below the limits that guesses have.
	known, unknown []string
	ask            func(c *apptest.Client, token, about string) apptest.Answer
	// after is how long to wait between rounds, for the limits.
	after time.Duration
}

// rounds is how often each question is asked of either kind.
const rounds = 15

func strangersAsk(w *apptest.World) []question {
	form := func(path string, fields ...string) func(*apptest.Client, string, string) apptest.Answer {
		return func(c *apptest.Client, token, about string) apptest.Answer {
			values := url.Values{"csrf": {token}, fields[0]: {about}}
			for i := 1; i+1 < len(fields); i += 2 {
				values.Set(fields[i], fields[i+1])
			}
			return c.PostRaw(path, values, "Sec-Fetch-Site", "same-origin")
		}
	}
	get := func(prefix string) func(*apptest.Client, string, string) apptest.Answer {
		return func(c *apptest.Client, _, about string) apptest.Answer { return c.Get(prefix + about) }
	}
	here, nowhere := []string{w.Dora.Email, w.TeaHouseManager.Email}, []string{"nemo@shop.example", "wanda@shop.example"}
	member, stranger := []string{"alice@example.com", "bob@example.com"}, []string{"aline@example.com", "rob@example.com"}
	return []question{
		{"a password", here, nowhere, form("/admin/signin", "email", "password", "not the right one"), 11 * time.Minute},
		{"a lost password", here, nowhere, form("/admin/lost", "email"), time.Hour},
		{"a code to sign in", member, stranger, form("/signin", "contact"), time.Hour},
		{"a code to join", member, stranger, form("/join", "contact", "first_name", "Ann"), time.Hour},
		{"an invitation of somebody who is gone", []string{gone(w)}, []string{"ZZZZZZZZ"}, get("/i/"), 0},
		{"a voucher", []string{voucherCode(w)}, []string{"K7QP4M2X9RTB"}, get("/v/"), 0},
	}
}

// gone is the invitation's code of a member who was erased.
func gone(w *apptest.World) string {
	m := w.Join(apptest.Newcomer{Name: "Gro", Email: "gro@example.com"})
	if _, err := testdb.Owner(w, w.Deps.DB).Exec(`UPDATE members SET state = 'erased', first_name = '', name_folded = '' WHERE id = $1`, m.ID); err != nil {
		w.Fatal(err)
	}
	return m.InviteCode
}

// voucherCode is the code of a voucher of Alice's, as it stands in a QR code.
func voucherCode(w *apptest.World) string {
	page := w.AsMember(w.Alice.ID).Get("/vouchers/" + alicesVoucher(w).String())
	shown := regexp.MustCompile(`[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}`).FindString(page.Body)
	if shown == "" {
		w.Fatal(page.Body)
	}
	return strings.ReplaceAll(shown, "-", "")
}

// bare is an answer without what differs in any two: tokens, requests, and the echo of what was typed.
func bare(answer apptest.Answer, about string) string {
	requests := regexp.MustCompile(`r=[0-9a-f-]{36}`)
	text := varies.ReplaceAllString(answer.Body, "")
	for _, echo := range []string{about, url.QueryEscape(about)} {
		text = strings.ReplaceAll(text, echo, "…")
	}
	return fmt.Sprint(answer.Status, requests.ReplaceAllString(answer.Location(), "r="), len(answer.Header.Values("Set-Cookie")), text)
}

// askBoth asks in turns and gives how long the answers took, in seconds.
func (q question) askBoth(t *testing.T, w *apptest.World) (known, unknown []float64) {
	t.Helper()
	var first string
	for round := range rounds + 1 {
		for _, side := range []struct {
			about []string
			took  *[]float64
		}{{q.known, &known}, {q.unknown, &unknown}} {
			about, c := side.about[round%len(side.about)], w.Anonymous()
			token := c.Token()
			began := time.Now()
			answer := q.ask(c, token, about)
			took := time.Since(began).Seconds()
			if round > 0 { // the first round warms up
				*side.took = append(*side.took, took)
			}
			if first == "" {
				first = bare(answer, about)
			}
			if got := bare(answer, about); got != first || len(got) != len(first) {
				t.Fatalf("%s: %s is told from the others:\n%s\n\n%s", q.name, about, got, first)
			}
		}
		if q.after > 0 && round%4 == 3 {
			testdb.Forward(t, w.Deps.DB, q.after)
		}
	}
	return known, unknown
}

// isTold tells whether two sets of times can be told apart: by how often one of the first is longer than one of the second
// (Mann–Whitney's U, as a share: a half when they are alike), and by more than a little. Both bounds are generous, since the
// machine has other work, too.
func isTold(one, other []float64) (bool, string) {
	wins := 0.0
	for _, a := range one {
		for _, b := range other {
			switch {
			case a > b:
				wins++
			case a == b:
				wins += 0.5
			}
		}
	}
	share, gap := wins/float64(len(one)*len(other)), math.Abs(median(one)-median(other))
	why := fmt.Sprintf("medians %.2f ms and %.2f ms, U %.2f", median(one)*1000, median(other)*1000, share)
	return (share < 0.1 || share > 0.9) && gap > max(0.25*max(median(one), median(other)), 0.002), why
}

func median(of []float64) float64 {
	sorted := slices.Sorted(slices.Values(of))
	return sorted[len(sorted)/2]
}

// TestStrangersLearnNothingByAsking is T14: the same status, page and length, and times that can't be told apart.
func TestStrangersLearnNothingByAsking(t *testing.T) {
	w := apptest.Open(t)
	for _, q := range strangersAsk(w) {
		told, why := false, ""
		for range 3 { // a busy machine may slow one side down; a fault does it each time
			known, unknown := q.askBoth(t, w)
			if told, why = isTold(known, unknown); !told {
				break
			}
			testdb.Forward(t, w.Deps.DB, time.Hour)
		}
		t.Logf("%-38s %s", q.name, why)
		if told {
			t.Errorf("%s: how long it takes tells what is there: %s", q.name, why)
		}
	}
}

// TestALoginWithoutTheDummyHashIsFound sows the fault that the test above is for: an address that nobody has is answered at once.
func TestALoginWithoutTheDummyHashIsFound(t *testing.T) {
	w := apptest.Open(t)
	faulty := func(email string) float64 {
		began := time.Now()
		s, err := staff.FindByEmail(t.Context(), w.Deps.DB, email)
		if err == nil {
			_, err = w.Deps.Hasher.Fits(t.Context(), s.PasswordHash, "not the right one")
		}
		if err != nil && fault.KindOf(err) != fault.NotFound {
			t.Fatal(err)
		}
		return time.Since(began).Seconds()
	}
	var known, unknown []float64
	for range rounds {
		known, unknown = append(known, faulty(w.Dora.Email)), append(unknown, faulty("nemo@shop.example"))
	}
	if told, why := isTold(known, unknown); !told {
		t.Errorf("a login that doesn't hash for strangers goes unseen: %s", why)
	}
	if told, why := isTold(known, known); told {
		t.Errorf("the same times are told apart: %s", why)
	}
}
