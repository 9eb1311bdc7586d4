package torture

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// act is one request that is repeated under its key until it is acknowledged.
type act struct{ path, key, body string }

// load is a few clients that buy and return without a pause.
type load struct {
	*shop
	client *http.Client
	stop   chan struct{}
	done   sync.WaitGroup

	mu sync.Mutex
	// receipts are the acknowledged answers by key; odd are answers that nobody should get.
	receipts map[string]string
	odd      []string
	pages    map[int]int // how many pages were answered with which status
	// tries counts requests; unavailable those answered 503; cut those without an answer.
	tries, unavailable, cut int
	latest                  time.Time // of the latest acknowledgement
}

func (s *shop) startLoad(members []string) *load {
	l := &load{shop: s, client: &http.Client{Timeout: 45 * time.Second}, stop: make(chan struct{}), receipts: map[string]string{}, pages: map[int]int{}}
	for i, member := range members {
		l.done.Go(func() { l.work(fmt.Sprintf("w%d", i), member) })
	}
	l.done.Go(l.look)
	return l
}

// look opens pages without a pause: each is there, or says that it will be.
func (l *load) look() {
	for n := 0; !l.isOver(); n++ {
		path := []string{"/", "/join", "/rewards", "/signin"}[n%4]
		request, err := http.NewRequestWithContext(l.Context(), http.MethodGet, "http://"+l.address+path, nil)
		if err != nil {
			l.note("%v", err)
			return
		}
		request.AddCookie(&http.Cookie{Name: "fealty", Value: strings.Repeat("A", 43)}) // a session to look for
		if response, err := l.client.Do(request); err == nil {
			_ = response.Body.Close()
			l.seePage(path, response)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func (l *load) seePage(path string, r *http.Response) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.pages[r.StatusCode]++
	isThere := r.StatusCode == http.StatusOK
	if !isThere && (r.StatusCode != http.StatusServiceUnavailable || r.Header.Get("Retry-After") == "") {
		l.odd = append(l.odd, fmt.Sprintf("%s answers %d (Retry-After %q)", path, r.StatusCode, r.Header.Get("Retry-After")))
	}
	if !strings.HasPrefix(r.Header.Get("Content-Security-Policy"), "default-src 'none'") {
		l.odd = append(l.odd, fmt.Sprintf("%s answers %d without a policy", path, r.StatusCode))
	}
}

// work buys, and returns every third purchase; every fifth act is sent once more after its receipt.
func (l *load) work(name, member string) {
	for n := 1; !l.isOver(); n++ {
		reference := fmt.Sprintf("%s-%d", name, n)
		l.insist(act{"/api/v1/purchases", "buy " + reference, fmt.Sprintf(`{"reference":%q,"member":{"id":%q},"currency":"EUR","channel":"web",
			"lines":[{"sku":"A","name":"Mug","category":"mugs","quantity":"1","unit_price":"7.00"}]}`, reference, member)}, n%5 == 0)
		if n%3 == 0 {
			l.insist(act{"/api/v1/purchases/ref:" + reference + "/returns", "return " + reference, fmt.Sprintf(`{"reference":"B-%s"}`, reference)}, n%2 == 0)
		}
	}
}

func (l *load) isOver() bool {
	select {
	case <-l.stop:
		return true
	default:
		return false
	}
}

// insist sends an act until it is acknowledged: that is what a shop does with a key. A repeat must give the same bytes.
func (l *load) insist(a act, twice bool) {
	first := l.until(a)
	if twice && first != "" {
		if again := l.until(a); again != first {
			l.note("the repeat of %s answers other bytes:\n%s\n%s", a.key, first, again)
		}
	}
}

// until gives the receipt, "" when something odd came instead.
func (l *load) until(a act) string {
	for {
		status, body, retryAfter, err := l.send(a)
		l.mu.Lock()
		l.tries++
		switch {
		case err != nil:
			l.cut++
		case status == http.StatusCreated:
			l.receipts[a.key], l.latest = body, time.Now()
			l.mu.Unlock()
			return body
		case status == http.StatusServiceUnavailable && retryAfter != "":
			l.unavailable++
		default:
			l.odd = append(l.odd, fmt.Sprintf("%s answers %d (Retry-After %q): %s", a.key, status, retryAfter, body))
			l.mu.Unlock()
			return ""
		}
		l.mu.Unlock()
		time.Sleep(20 * time.Millisecond)
	}
}

func (l *load) note(format string, a ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.odd = append(l.odd, fmt.Sprintf(format, a...))
}

func (l *load) send(a act) (status int, body, retryAfter string, err error) {
	request, err := http.NewRequestWithContext(l.Context(), http.MethodPost, "http://"+l.address+a.path, strings.NewReader(a.body))
	if err != nil {
		return 0, "", "", err
	}
	request.Header.Set("Authorization", "Bearer "+l.key)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Idempotency-Key", a.key)
	response, err := l.client.Do(request)
	if err != nil {
		return 0, "", "", err
	}
	text, err := io.ReadAll(response.Body)
	return response.StatusCode, string(text), response.Header.Get("Retry-After"), errors.Join(err, response.Body.Close())
}

// finish lets every act that was begun come to its receipt.
func (l *load) finish() {
	close(l.stop)
	l.done.Wait()
}

// acknowledgedSince waits for an acknowledgement after an instant and tells how long it took.
func (l *load) acknowledgedSince(t *testing.T, at time.Time, patience time.Duration) time.Duration {
	t.Helper()
	for until := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		l.mu.Lock()
		latest := l.latest
		l.mu.Unlock()
		if latest.After(at) {
			return latest.Sub(at)
		}
		if time.Now().After(until) {
			t.Fatalf("no acknowledgement %v after the database was back:\n%s", patience, l.printed.String())
		}
	}
}

// join makes a member and gives the id.
func (s *shop) join(name string) string {
	s.Helper()
	l := &load{shop: s, client: http.DefaultClient}
	status, body, _, err := l.send(act{"/api/v1/members", "join " + name, fmt.Sprintf(`{"email":"%s@example.com","first_name":%q,"language":"en"}`, name, name)})
	if err != nil || status != http.StatusCreated {
		s.Fatalf("join: %d %s %v", status, body, err)
	}
	return read(s.T, body, "id").(string)
}
