package reaching_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/mail"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/ids"
	"fealty/models/messages"
	"fealty/models/reaching"
)

// server is a real mail server that does as it is told.
type server struct {
	testing.TB
	address string
	srv     *smtp.Server
	mu      sync.Mutex
	// answer is given after DATA; after is run once the mail is taken and before
	// the answer.
	answer error
	after  func()
	// got counts the mails taken by their Message-ID.
	got map[string]int
}

func listen(t testing.TB) *server {
	t.Helper()
	s := &server{TB: t, got: map[string]int{}}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.address = listener.Addr().String()
	s.srv = smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return session{s}, nil }))
	s.srv.Domain = "mail.test"
	go func() { _ = s.srv.Serve(listener) }()
	t.Cleanup(func() { _ = s.srv.Close() })
	return s
}

func (s *server) answers(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = err
}

func (s *server) taken() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.got
}

type session struct{ *server }

func (session) Reset()                               {}
func (session) Logout() error                        { return nil }
func (session) Mail(string, *smtp.MailOptions) error { return nil }
func (session) Rcpt(string, *smtp.RcptOptions) error { return nil }

func (s session) Data(r io.Reader) error {
	m, err := mail.ReadMessage(r)
	if err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, m.Body); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.answer == nil || s.after != nil {
		s.got[m.Header.Get("Message-ID")]++
	}
	if s.after != nil {
		s.after()
	}
	return s.answer
}

func status(code int) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 0, 0}, Message: "as told"}
}

// house is a database with an outbox, and its way out.
type house struct {
	testing.TB
	d    *db.DB
	post reaching.Post
}

func open(t testing.TB, s *server) *house {
	t.Helper()
	h := &house{TB: t, d: testdb.OpenWith(t, db.Options{Connections: 8})}
	h.post.Render = func(_ context.Context, m messages.Message) (reaching.Letter, error) {
		if m.Template == "broken" {
			return reaching.Letter{}, errors.New("no such template")
		}
		return reaching.Letter{Subject: "Żółć " + m.Template, Text: "Zażółć\n", HTML: "<p>Zażółć</p>", Short: "Zażółć"}, nil
	}
	if s != nil {
		out, err := reaching.NewSMTP("smtp://"+s.address, "Havn <club@havn.example>", 500*time.Millisecond)
		if err != nil {
			t.Fatal(err)
		}
		h.post.Email = out
	}
	return h
}

// write puts n messages of a template into the outbox.
func (h *house) write(template string, n int) {
	h.Helper()
	var msgs []messages.Message
	for i := range n {
		to := fmt.Sprintf("reader%d@example.com", i)
		msgs = append(msgs, messages.Message{ID: messages.ID(template, fmt.Sprint(i), to), Channel: messages.Email, Recipient: to, Template: template,
			Language: "pl", Params: messages.Params{"code": "123456", "points": i}, CreatedAt: h.d.Time()})
	}
	err := db.InTx(h.Context(), h.d, func(tx *db.Tx) error { return tx.Apply(h.Context(), messages.Insert(msgs...)) })
	if err != nil {
		h.Fatal(err)
	}
}

func (h *house) send() int {
	h.Helper()
	n, err := reaching.SendDue(context.Background(), h.d, h.post)
	if err != nil {
		h.Fatal(err)
	}
	return n
}

func (h *house) states() map[string]int {
	h.Helper()
	counts, err := messages.Counts(h.Context(), h.d)
	if err != nil {
		h.Fatal(err)
	}
	return counts
}

func (h *house) first() messages.Message {
	h.Helper()
	list, err := messages.List(h.Context(), h.d, ids.Message{})
	if err != nil || len(list) == 0 {
		h.Fatalf("%d messages, %v", len(list), err)
	}
	return list[0]
}

func (h *house) apply(writes ...db.Write) {
	h.Helper()
	err := db.InTx(h.Context(), h.d, func(tx *db.Tx) error { return tx.Apply(h.Context(), writes...) })
	if err != nil {
		h.Fatal(err)
	}
}

// claim takes messages and is never heard of again.
func (h *house) claim() {
	h.Helper()
	err := db.InTx(h.Context(), h.d, func(tx *db.Tx) error {
		_, err := messages.ClaimDue(h.Context(), tx, 10, 5*time.Minute)
		return err
	})
	if err != nil {
		h.Fatal(err)
	}
}
