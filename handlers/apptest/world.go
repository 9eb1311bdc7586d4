package apptest

import (
	"testing"
	"time"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/ids"
	"fealty/models/members"
	"fealty/models/partners"
	"fealty/models/programme"
	"fealty/models/staff"
)

// World is the app with everybody in it. Its clock stands at testdb.Start: 10
// March 2026, noon UTC.
type World struct {
	*App
	Version *programme.Version
	// Alice is Gold, with 1,200 points, of which 300 end on 31 March; Bob came by
	// her link; Charlie has only his welcome points. All can be mailed at
	// alice@example.com and the like.
	Alice, Bob, Charlie members.Member
	// Dora owns the shop. All staff have the password Password.
	Dora, Manager, Clerk  staff.Staff
	Marketing, Accountant staff.Staff
	// TeaHouse and Fjordkino are partners, with a manager and a clerk each.
	TeaHouse, Fjordkino              partners.Partner
	TeaHouseManager, TeaHouseClerk   staff.Staff
	FjordkinoManager, FjordkinoClerk staff.Staff
	// FlatWhite costs 600 points, Cake 450, Mug 1,500 and is for Gold only, Tote
	// 300 and is sold out; Pot is the Tea House's for 400, Cinema Fjordkino's for
	// 1,200.
	FlatWhite, Cake, Mug, Tote, Pot, Cinema ids.Reward
	Forest, Library                         ids.Cause
	// shelved counts rewards, so that they stand in the order they came in.
	shelved int
	// tills are those that are open, revoked is one that is shut out.
	tills   tills
	revoked string
}

// Password is that of all staff.
const Password = "seven grey herons by the quay"

// Open makes the world.
func Open(t testing.TB, options ...Option) *World {
	t.Helper()
	w := &World{App: Empty(t, options...)}
	w.Version = w.publish(document())
	w.hireAll()
	w.fillShelves()
	w.gather()
	testdb.At(t, w.Deps.DB, testdb.Start)
	return w
}

// gather lets the members join and shop, each on their day.
func (w *World) gather() {
	w.Helper()
	w.at(2024, time.March, 5)
	w.Alice = w.Join(Newcomer{Name: "Alice", Email: "alice@example.com"})
	w.Buy(w.Alice, "W-1", 200)
	w.at(2026, time.February, 10)
	w.Buy(w.Alice, "W-2", 900)
	w.at(2026, time.February, 20)
	w.Bob = w.Join(Newcomer{Name: "Bob", Email: "bob@example.com", Invite: w.Alice.InviteCode})
	w.Charlie = w.Join(Newcomer{Name: "Charlie", Email: "charlie@example.com"})
}

func (w *World) at(year int, month time.Month, day int) {
	testdb.At(w, w.Deps.DB, time.Date(year, month, day, 12, 0, 0, 0, time.UTC))
}

// write runs an act in a transaction; it must not fail.
func (w *World) write(act func(tx *db.Tx) error) {
	w.Helper()
	if err := db.InTx(w.Context(), w.Deps.DB, act); err != nil {
		w.Fatal(err)
	}
}
