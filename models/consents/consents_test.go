package consents_test

import (
	"context"
	"sync"
	"testing"

	"fealty/models/consents"
	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/ids"
)

var (
	member = ids.Member{1}
	origin = consents.Origin{Source: "me", Wording: "consents.1"}
)

func give(t *testing.T, d *db.DB, choices ...consents.Choice) {
	t.Helper()
	if err := consents.Give(t.Context(), d, member, choices, origin); err != nil {
		t.Fatal(err)
	}
}

func TestTheLatestAnswerHoldsAndEveryAnswerIsKept(t *testing.T) {
	d := testdb.Open(t)
	give(t, d, consents.Choice{Purpose: consents.Marketing, Granted: true}, consents.Choice{Purpose: consents.Profiling})
	give(t, d, consents.Choice{Purpose: consents.Marketing, Granted: true})
	give(t, d, consents.Choice{Purpose: consents.Marketing}, consents.Choice{Purpose: consents.Profiling, Granted: true})
	now, err := consents.Current(t.Context(), d, member)
	if err != nil || now[consents.Marketing] || !now[consents.Profiling] || now[consents.PersonalisedMarketing] {
		t.Errorf("holds %v, %v", now, err)
	}
	all, err := consents.History(t.Context(), d, member)
	if err != nil || len(all) != 3 || all[0].Wording != "consents.1" || all[0].Source != "me" {
		t.Errorf("kept %+v, %v", all, err)
	}
	if other, err := consents.Current(t.Context(), d, ids.Member{2}); err != nil || len(other) != 0 {
		t.Errorf("somebody else agreed to %v, %v", other, err)
	}
}

func TestAnUnknownPurposeKeepsNothing(t *testing.T) {
	d := testdb.Open(t)
	err := consents.Give(t.Context(), d, member, []consents.Choice{{Purpose: consents.Marketing, Granted: true}, {Purpose: "all", Granted: true}}, origin)
	if !fault.Is(err, "consent_unknown") {
		t.Errorf("got %v", err)
	}
	if all, err := consents.History(t.Context(), d, member); err != nil || len(all) != 0 {
		t.Errorf("kept %+v, %v", all, err)
	}
}

func TestAnswersAtOnceAreAllPutInOrder(t *testing.T) {
	d := testdb.OpenWith(t, db.Options{Connections: 8})
	var wait sync.WaitGroup
	for i := range 20 {
		wait.Go(func() {
			choice := consents.Choice{Purpose: consents.Marketing, Granted: i%2 == 0}
			if err := consents.Give(context.Background(), d, member, []consents.Choice{choice}, origin); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	all, err := consents.History(t.Context(), d, member)
	if err != nil || len(all) == 0 {
		t.Fatalf("kept %d, %v", len(all), err)
	}
	seqs := map[int]bool{}
	for _, receipt := range all {
		seqs[receipt.Seq] = receipt.Granted
	}
	for seq := 1; seq <= len(all); seq++ {
		if granted, there := seqs[seq]; !there || granted != (seq%2 == 1) {
			t.Errorf("answer %d: there %v, granted %v", seq, there, granted)
		}
	}
}
