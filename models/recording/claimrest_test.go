package recording_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"fealty/models/db"
	"fealty/models/jobs"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/recording"
)

func TestALongPastIsClaimedToItsEnd(t *testing.T) {
	w := newWorld(t)
	contact := members.Contact{Kind: members.Email, Value: "new@example.com"}
	const bought = 203
	for i := range bought {
		in := basket([16]byte{}, fmt.Sprint("R-", i), 1)
		in.Member = recording.Who{Contact: contact}
		w.must(w.tryBuy(in))
	}
	m := w.member(contact.Value)
	w.must(w.tx(func(tx *db.Tx) error {
		_, err := recording.ClaimGuests(context.Background(), tx, w.deps, recording.Claiming{Member: m, Contact: contact, Actor: ledger.Actor{Kind: ledger.BySystem}})
		return err
	}))
	steps := 0
	for list := w.dueJobs(); len(list) > 0; list = w.dueJobs() {
		for _, job := range list {
			var rest recording.RestOf
			w.must(json.Unmarshal(job.Payload, &rest))
			w.must(recording.ClaimRest(context.Background(), w.d, w.deps, rest))
			w.must(jobs.Finish(context.Background(), w.d, job))
			steps++
		}
	}
	w.wants("steps", steps, 1)
	w.wants("claimed", w.totals(m).Balance, bought)
	w.wants("left", w.count(`SELECT count(*) FROM guest_purchases WHERE claimed_at IS NULL`), 0)
	w.must(recording.ClaimRest(context.Background(), w.d, w.deps, recording.RestOf{Member: m}))
	w.wants("claimed again", w.totals(m).Balance, bought)
	w.booksAgree()
}

func (w *world) dueJobs() []jobs.Job {
	w.Helper()
	list, err := jobs.Claim(context.Background(), w.d, 10, time.Minute)
	w.must(err)
	return list
}
