package reaching_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"fealty/models/db/testdb"
	"fealty/models/messages"
	"fealty/models/reaching"
)

func TestEveryMailIsSentOnceUnderItsOwnId(t *testing.T) {
	s := listen(t)
	h := open(t, s)
	h.write("welcome", 20)
	h.write("welcome", 20) // told twice, written once
	if n := h.send(); n != 20 {
		t.Errorf("%d were sent", n)
	}
	if h.send() != 0 || h.states()[messages.Sent] != 20 {
		t.Errorf("states %v", h.states())
	}
	if len(s.taken()) != 20 {
		t.Errorf("the server took %d ids", len(s.taken()))
	}
	for id, times := range s.taken() {
		if times != 1 || !strings.HasSuffix(id, "@havn.example>") {
			t.Errorf("%s came %d times", id, times)
		}
	}
	if sent := h.first(); sent.Params["code"] != nil || sent.SentAt == nil {
		t.Errorf("a sent message still holds %v", sent.Params)
	}
}

func TestManySendersSendEachMailOnce(t *testing.T) {
	s := listen(t)
	h := open(t, s)
	h.write("welcome", 60)
	var wait sync.WaitGroup
	for range 5 {
		wait.Go(func() {
			if _, err := reaching.SendDue(context.Background(), h.d, h.post); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	for id, times := range s.taken() {
		if times != 1 {
			t.Errorf("%s came %d times", id, times)
		}
	}
	if h.states()[messages.Sent] != 60 || len(s.taken()) != 60 {
		t.Errorf("states %v", h.states())
	}
}

func TestARefusalForNowIsTriedAgainLaterAndLater(t *testing.T) {
	s := listen(t)
	s.answers(status(451))
	h := open(t, s)
	h.write("welcome", 1)
	for attempt, wait := range []time.Duration{time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour} {
		h.send()
		m := h.first()
		if m.State != messages.Waiting || m.Attempts != attempt+1 || m.RunAt.Sub(h.d.Time()) != wait || m.LastError == nil {
			t.Errorf("after attempt %d: %+v", attempt+1, m)
		}
		testdb.Forward(t, h.d, wait-time.Second)
		if h.send() != 0 {
			t.Error("tried too early")
		}
		testdb.Forward(t, h.d, time.Second)
	}
	s.answers(nil)
	if h.send() != 1 || h.first().State != messages.Sent {
		t.Errorf("at last: %+v", h.first())
	}
}

func TestARefusalForGoodIsDeadAtOnceAndCanBeReleased(t *testing.T) {
	s := listen(t)
	s.answers(status(550))
	h := open(t, s)
	h.write("welcome", 1)
	h.send()
	if m := h.first(); m.State != messages.Dead || m.LastError == nil || !strings.Contains(*m.LastError, "550") {
		t.Errorf("after a 550: %+v", m)
	}
	s.answers(nil)
	h.apply(messages.Release(h.first().ID, h.d.Time()))
	if h.send() != 1 || h.first().State != messages.Sent {
		t.Errorf("after the release: %+v", h.first())
	}
}

func TestAServerThatIsDownCostsNoMailUntilTheLastAttempt(t *testing.T) {
	s := listen(t)
	h := open(t, s)
	_ = s.srv.Close()
	h.write("welcome", 1)
	for attempt := 1; attempt <= 8; attempt++ {
		if h.send() != 1 {
			t.Fatalf("attempt %d was not made: %+v", attempt, h.first())
		}
		if m := h.first(); (m.State == messages.Dead) != (attempt == 8) {
			t.Fatalf("after attempt %d: %+v", attempt, m)
		}
		testdb.At(t, h.d, h.first().RunAt)
	}
}

func TestASlowServerIsGivenUpInTime(t *testing.T) {
	s := listen(t)
	s.after = func() { time.Sleep(1500 * time.Millisecond) }
	h := open(t, s)
	h.write("welcome", 1)
	began := time.Now()
	h.send()
	if took := time.Since(began); took > 1400*time.Millisecond {
		t.Errorf("it waited %v", took)
	}
	if m := h.first(); m.State != messages.Waiting || m.Attempts != 1 {
		t.Errorf("after a slow server: %+v", m)
	}
}

func TestAServerThatDiesAfterTakingTheMailGetsItAgainUnderTheSameId(t *testing.T) {
	s := listen(t)
	s.after, s.answer = func() {}, status(421)
	h := open(t, s)
	h.write("welcome", 1)
	h.send()
	testdb.Forward(t, h.d, time.Minute)
	s.answers(nil)
	h.send()
	if len(s.taken()) != 1 || h.first().State != messages.Sent {
		t.Errorf("the server took %v", s.taken())
	}
}

func TestAKilledSenderLosesItsLeaseAndAnotherGoesOn(t *testing.T) {
	s := listen(t)
	h := open(t, s)
	h.write("welcome", 1)
	h.claim()
	if h.send() != 0 {
		t.Error("a leased message was taken")
	}
	testdb.Forward(t, h.d, 5*time.Minute)
	if h.send() != 1 || h.first().State != messages.Sent {
		t.Errorf("after the lease: %+v", h.first())
	}
}

func TestWithoutAWayOutMessagesAreKeptAndReadable(t *testing.T) {
	h := open(t, nil)
	h.write("signin_code", 1)
	h.send()
	if m := h.first(); m.State != messages.Kept || m.Params["code"] != "123456" {
		t.Errorf("kept as %+v", m)
	}
}

func TestACodeThatIsOverIsNotSent(t *testing.T) {
	s := listen(t)
	h := open(t, s)
	h.write("signin_code", 1)
	testdb.Forward(t, h.d, 10*time.Minute)
	h.send()
	if m := h.first(); m.State != messages.Dead || len(s.taken()) != 0 || m.Params["code"] != nil {
		t.Errorf("ended as %+v", m)
	}
}

func TestWhatCanNotBeDrawnWaitsForARepair(t *testing.T) {
	h := open(t, listen(t))
	h.write("broken", 1)
	h.send()
	if m := h.first(); m.State != messages.Waiting || m.LastError == nil || !strings.Contains(*m.LastError, "no such template") {
		t.Errorf("ended as %+v", m)
	}
}

func TestAWrongMailServerIsToldAtTheStart(t *testing.T) {
	for _, bad := range [][2]string{{"mail.example.com", "a@b.example"}, {"http://mail", "a@b.example"}, {"smtp://", "a@b.example"}, {"smtp://mail", "nobody"}} {
		if _, err := reaching.NewSMTP(bad[0], bad[1], time.Second); err == nil {
			t.Errorf("%v is taken for a mail server", bad)
		}
	}
}
