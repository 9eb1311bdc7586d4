package messages_test

import (
	"fmt"
	"testing"
	"time"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/ids"
	"fealty/models/messages"
)

func TestTheSameActToldTwiceIsOneMessage(t *testing.T) {
	id := messages.ID(messages.Welcome, "m-1", "a@example.com")
	if id != messages.ID(messages.Welcome, "m-1", "a@example.com") {
		t.Error("the id differs from call to call")
	}
	for _, other := range []ids.Message{messages.ID(messages.TierUp, "m-1", "a@example.com"), messages.ID(messages.Welcome, "m-2", "a@example.com"),
		messages.ID(messages.Welcome, "m-1", "b@example.com"), messages.ID(messages.Welcome, "", "m-1a@example.com")} {
		if other == id {
			t.Errorf("another message has the id %v", id)
		}
	}
}

func TestTheOutboxIsListedLatestFirstPageByPage(t *testing.T) {
	d := testdb.Open(t)
	var msgs []messages.Message
	for i := range messages.Page + 5 {
		msgs = append(msgs, messages.Message{ID: messages.ID("t", fmt.Sprint(i), "x"), Channel: messages.SMS, Recipient: "+4740600000", Template: messages.TierUp,
			Language: "zh-Hant", Params: messages.Params{"n": i, "odd": `"{,}\`}, CreatedAt: d.Time().Add(time.Duration(i) * time.Second)})
	}
	msgs[0].MemberID = ids.Member{1}
	if err := db.InTx(t.Context(), d, func(tx *db.Tx) error { return tx.Apply(t.Context(), messages.Insert(msgs...)) }); err != nil {
		t.Fatal(err)
	}
	first, err := messages.List(t.Context(), d, ids.Message{})
	if err != nil || len(first) != messages.Page || first[0].ID != msgs[len(msgs)-1].ID || first[0].Params["odd"] != `"{,}\` {
		t.Fatalf("the first page: %d, %v", len(first), err)
	}
	second, err := messages.List(t.Context(), d, first[len(first)-1].ID)
	if err != nil || len(second) != 5 || second[4].MemberID != (ids.Member{1}) || !second[3].MemberID.IsZero() {
		t.Errorf("the second page: %d, %v", len(second), err)
	}
	if found, err := messages.Find(t.Context(), d, ids.Message{9}); found != nil || err != nil {
		t.Errorf("nobody's message: %v, %v", found, err)
	}
}

func TestPausesGrowAndEnd(t *testing.T) {
	var before time.Duration
	for attempt := 1; attempt <= 7; attempt++ {
		wait, again := messages.Retry(attempt)
		if !again || wait <= before {
			t.Errorf("after attempt %d: %v, %v", attempt, wait, again)
		}
		before = wait
	}
	if _, again := messages.Retry(8); again {
		t.Error("it never ends")
	}
}

func TestMessagesSentLongAgoAreForgottenAndUnsentOnesStay(t *testing.T) {
	d := testdb.Open(t)
	put := func(name, state string, age time.Duration) {
		at := d.Time().Add(-age)
		m := messages.Message{ID: messages.ID("t", name, "x"), Channel: messages.Email, Recipient: "a@example.com", Template: messages.TierUp,
			Language: "en", Params: messages.Params{}, CreatedAt: at}
		err := db.InTx(t.Context(), d, func(tx *db.Tx) error {
			if err := tx.Apply(t.Context(), messages.Insert(m)); err != nil || state == "waiting" {
				return err
			}
			return tx.Apply(t.Context(), messages.MarkSent(m, at))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	put("old", "sent", messages.KeepSent+time.Hour)
	put("young", "sent", messages.KeepSent-time.Hour)
	put("stuck", "waiting", messages.KeepSent+time.Hour)
	if n, err := messages.Prune(t.Context(), d); n != 1 || err != nil {
		t.Errorf("forgot %d, %v", n, err)
	}
	if left, err := messages.Find(t.Context(), d, messages.ID("t", "old", "x")); left != nil || err != nil {
		t.Errorf("the old one: %v, %v", left, err)
	}
}
