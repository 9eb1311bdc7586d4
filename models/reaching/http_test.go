package reaching_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/ids"
	"fealty/models/messages"
	"fealty/models/reaching"
)

// provider is a real HTTP server that does as it is told.
type provider struct {
	*httptest.Server
	mu     sync.Mutex
	status int
	slow   time.Duration
	got    []received
}

type received struct{ body, auth, id, kind, query string }

func provide(t *testing.T) *provider {
	t.Helper()
	p := &provider{status: 202}
	p.Server = httptest.NewServer(http.HandlerFunc(p.answer))
	t.Cleanup(p.Close)
	return p
}

func (p *provider) answer(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	p.mu.Lock()
	status, slow := p.status, p.slow
	p.got = append(p.got, received{string(body), r.Header.Get("Authorization"), r.Header.Get("Idempotency-Key"), r.Header.Get("Content-Type"), r.URL.RawQuery})
	p.mu.Unlock()
	time.Sleep(slow)
	if status == 302 {
		w.Header().Set("Location", "/elsewhere")
	}
	w.WriteHeader(status)
	_, _ = fmt.Fprint(w, "as told")
}

func (p *provider) tell(status int, slow time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.status, p.slow = status, slow
}

func (p *provider) last() received {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.got[len(p.got)-1]
}

// texting is a house whose SMS go by a provider.
func texting(t *testing.T, p reaching.Provider) *house {
	t.Helper()
	h := open(t, nil)
	p.Wait = 300 * time.Millisecond
	out, err := reaching.NewHTTP(p)
	if err != nil {
		t.Fatal(err)
	}
	h.post.SMS = out
	return h
}

func (h *house) text(n int) {
	h.Helper()
	var msgs []messages.Message
	for i := range n {
		to := fmt.Sprintf("+479012345%d", i)
		msgs = append(msgs, messages.Message{ID: messages.ID("welcome", fmt.Sprint(i), to), Channel: messages.SMS, Recipient: to, Template: "welcome",
			Language: "pl", CreatedAt: h.d.Time()})
	}
	if err := db.InTx(h.Context(), h.d, func(tx *db.Tx) error { return tx.Apply(h.Context(), messages.Insert(msgs...)) }); err != nil {
		h.Fatal(err)
	}
}

func TestAnSMSGoesToTheProviderAsJSON(t *testing.T) {
	p := provide(t)
	h := texting(t, reaching.Provider{URL: p.URL + "/send", Token: "s3cret", From: "Havn \"Club\""})
	h.text(3)
	if h.send() != 3 || h.states()[messages.Sent] != 3 || len(p.got) != 3 {
		t.Fatalf("states %v, %d came", h.states(), len(p.got))
	}
	var sent map[string]string
	if err := json.Unmarshal([]byte(p.last().body), &sent); err != nil {
		t.Fatal(err)
	}
	if sent["from"] != "Havn \"Club\"" || sent["text"] != "Zażółć" || !strings.HasPrefix(sent["to"], "+4790") || sent["id"] != p.last().id {
		t.Errorf("%v", sent)
	}
	if p.last().auth != "Bearer s3cret" || p.last().kind != "application/json" {
		t.Errorf("%+v", p.last())
	}
}

func TestAProviderMayWantAFormOrTheAddressFilledIn(t *testing.T) {
	p := provide(t)
	h := texting(t, reaching.Provider{URL: p.URL + "/send?dest={to}", Token: "k", Header: "Authorization: Key {token}", Body: "to={to}&message={text}"})
	h.text(1)
	h.send()
	form, err := url.ParseQuery(p.last().body)
	if err != nil || form.Get("to") != "+4790123450" || form.Get("message") != "Zażółć" || p.last().auth != "Key k" {
		t.Errorf("%v %+v", form, p.last())
	}
	if query, _ := url.ParseQuery(p.last().query); query.Get("dest") != "+4790123450" {
		t.Errorf("%q", p.last().query)
	}
}

func TestWhatAProviderAnswersDecidesWhetherItIsTriedAgain(t *testing.T) {
	for status, want := range map[int]string{200: messages.Sent, 204: messages.Sent, 400: messages.Dead, 422: messages.Dead, 401: messages.Waiting,
		403: messages.Waiting, 404: messages.Waiting, 429: messages.Waiting, 500: messages.Waiting, 503: messages.Waiting, 302: messages.Waiting} {
		p := provide(t)
		p.tell(status, 0)
		out, err := reaching.NewHTTP(reaching.Provider{URL: p.URL, Wait: time.Second})
		if err != nil {
			t.Fatal(err)
		}
		err = out.Send(t.Context(), reaching.Mail{ID: ids.Message{byte(status)}, To: "+4790123456", Letter: reaching.Letter{Short: "hi"}})
		got := messages.Waiting
		if err == nil {
			got = messages.Sent
		} else if strings.Contains(err.Error(), reaching.ErrRejected.Error()) {
			got = messages.Dead
		}
		if got != want || len(p.got) != 1 {
			t.Errorf("%d: %s, want %s (%v); asked %d times", status, got, want, err, len(p.got))
		}
	}
}

func TestASlowOrBrokenProviderCostsNoSMS(t *testing.T) {
	p := provide(t)
	p.tell(200, 800*time.Millisecond)
	h := texting(t, reaching.Provider{URL: p.URL})
	h.text(1)
	began := time.Now()
	h.send()
	if took := time.Since(began); took > 700*time.Millisecond || h.first().State != messages.Waiting {
		t.Errorf("after %v: %+v", took, h.first())
	}
	p.tell(503, 0)
	testdb.At(t, h.d, h.first().RunAt)
	h.send()
	if m := h.first(); m.State != messages.Waiting || m.LastError == nil || !strings.Contains(*m.LastError, "503") || strings.Contains(*m.LastError, p.URL) {
		t.Errorf("after a 503: %+v", m)
	}
	p.tell(200, 0)
	testdb.At(t, h.d, h.first().RunAt)
	if h.send(); h.first().State != messages.Sent || p.got[0].id != p.last().id {
		t.Errorf("at last: %+v", h.first())
	}
}

func TestAProviderThatIsDownEndsInADeadLetterThatCanBeSentAgain(t *testing.T) {
	p := provide(t)
	h := texting(t, reaching.Provider{URL: p.URL})
	p.Close()
	h.text(1)
	for range 8 {
		h.send()
		testdb.At(t, h.d, h.first().RunAt)
	}
	if m := h.first(); m.State != messages.Dead || m.LastError == nil || strings.Contains(*m.LastError, "http://") {
		t.Errorf("%+v", m)
	}
}

func TestAWrongProviderIsToldAtTheStart(t *testing.T) {
	for _, bad := range []string{"", "sms.example.com", "ftp://sms.example.com", "https://"} {
		if _, err := reaching.NewHTTP(reaching.Provider{URL: bad}); err == nil {
			t.Errorf("%q is taken for a provider", bad)
		}
	}
}
