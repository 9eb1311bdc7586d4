package ledger

import (
	"context"
	"testing"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/ids"
)

func BenchmarkComposeAnAward(b *testing.B) {
	h := fresh(alice)
	for b.Loop() {
		if _, err := Compose(h, award(alice, 10, until(30))); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkComposeASpendOverTwentyLots(b *testing.B) {
	h := fresh(alice)
	for n := range 20 {
		batch, err := Compose(h, award(alice, 10, until(n)))
		if err != nil {
			b.Fatal(err)
		}
		h.Advance(batch)
	}
	for b.Loop() {
		if _, err := Compose(h, spend(alice, 195)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPostAnAward(b *testing.B) {
	d := testdb.Open(b)
	open(b, d, alice)
	for b.Loop() {
		err := db.InTx(context.Background(), d, func(tx *db.Tx) error {
			h, err := Lock(context.Background(), tx, alice)
			if err != nil {
				return err
			}
			_, err = Post(context.Background(), tx, h, award(alice, 10, until(30)))
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPostASpend(b *testing.B) {
	d := testdb.Open(b)
	open(b, d, alice)
	mustPost(b, d, alice, award(alice, 1<<40, nil))
	for b.Loop() {
		mustPost(b, d, alice, spend(alice, 1))
	}
}

// One operation is an award to each of a thousand new members.
func BenchmarkPostAThousandAwards(b *testing.B) {
	d := testdb.Open(b)
	round := 0
	for b.Loop() {
		members, postings := make([]ids.Member, 1000), make([]Posting, 1000)
		for i := range members {
			members[i] = member(round*1000 + i + 1)
			postings[i] = award(members[i], 10, until(30))
		}
		round++
		err := db.InTx(context.Background(), d, func(tx *db.Tx) error {
			h, err := Lock(context.Background(), tx)
			if err != nil {
				return err
			}
			h.Open(members...)
			_, err = Post(context.Background(), tx, h, postings...)
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
