package demo_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/demo"
	"fealty/models/fault"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/programme"
	"fealty/models/publishing"
	"fealty/models/sessions"
	"fealty/models/verifying"
	"fealty/models/vouchers"
)

// size is how many members a test's shop has.
const size = 40

func deps() demo.Deps {
	return demo.Deps{Programme: &programme.Cache{}, CodeKey: sessions.CodeKey("a key for tests"),
		Keys: vouchers.Keyring{Lookup: make([]byte, 32), Box: make([]byte, 32)}}
}

func load(t *testing.T, d *db.DB) {
	t.Helper()
	if err := demo.Load(t.Context(), d, deps(), demo.Options{Members: size}); err != nil {
		t.Fatal(err)
	}
}

func verify(t *testing.T, d *db.DB) {
	t.Helper()
	report, err := verifying.Run(t.Context(), d)
	if err != nil || report.Wrong != nil {
		t.Fatalf("the book: %v, %v", report.Wrong, err)
	}
}

// book is what everybody has, by e-mail: balance, entries, tier.
func book(t *testing.T, d *db.DB) map[string]string {
	t.Helper()
	var rows []struct {
		Email string `db:"value"`
		Text  string `db:"text"`
	}
	err := d.Select(t.Context(), &rows, `SELECT c.value, concat_ws(' ', w.balance, w.seq, s.tier, s.keep_until,
			(SELECT string_agg(concat_ws(':', e.seq, e.kind, e.amount, e.happened_on), ',' ORDER BY e.seq) FROM entries e
				WHERE e.member_id = w.member_id AND e.wallet = w.wallet)) AS text
		FROM member_contacts c JOIN wallets w ON w.member_id = c.member_id JOIN standings s ON s.member_id = c.member_id
		WHERE w.wallet = 'points'`)
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]string{}
	for _, row := range rows {
		by[row.Email] = row.Text
	}
	return by
}

func same(t *testing.T, one, other map[string]string) {
	t.Helper()
	if len(one) != size || len(other) != size {
		t.Fatalf("%d and %d members", len(one), len(other))
	}
	for email, text := range one {
		if other[email] != text {
			t.Errorf("%s has\n%s\nand\n%s", email, text, other[email])
		}
	}
}

// TestTheSameDayGivesTheSameShop loads one shop in one go and another that is
// killed three times.
func TestTheSameDayGivesTheSameShop(t *testing.T) {
	whole, broken := testdb.Open(t), testdb.Open(t)
	load(t, whole)
	for _, share := range []int{3, 40, 80} {
		kill(t, broken, share)
	}
	testdb.Forward(t, broken, 36*time.Hour)
	// The day and the number that it began with stay.
	goOn(t, broken)
	same(t, book(t, whole), book(t, broken))
	verify(t, whole)
	verify(t, broken)
	load(t, whole) // nothing happens
	same(t, book(t, whole), book(t, broken))
	if state, err := demo.Look(t.Context(), whole); err != nil || state != demo.Complete {
		t.Errorf("the shop is in state %d, %v", state, err)
	}
	tellsNobody(t, whole)
}

// goOn loads the rest, as soon as PostgreSQL has let the killed load go.
func goOn(t *testing.T, d *db.DB) {
	t.Helper()
	begun := time.Now()
	for {
		err := demo.Load(t.Context(), d, deps(), demo.Options{Members: 3 * size})
		if err == nil {
			return
		}
		if !fault.Is(err, "demo_loading") || time.Since(begun) > time.Minute {
			t.Fatal(err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// kill ends a load after a share of its acts, in the middle of a day.
func kill(t *testing.T, d *db.DB, share int) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	err := demo.Load(ctx, d, deps(), demo.Options{Members: size, Progress: func(done, total int) {
		if done*100/total >= share {
			time.AfterFunc(3*time.Millisecond, cancel)
		}
	}})
	state, lookErr := demo.Look(t.Context(), d)
	if err == nil || lookErr != nil || state != demo.Begun {
		t.Fatalf("killed at %d%%: %v, state %d, %v", share, err, state, lookErr)
	}
}

// tellsNobody looks for messages about the past that would go out.
func tellsNobody(t *testing.T, d *db.DB) {
	t.Helper()
	var states []string
	if err := d.Select(t.Context(), &states, `SELECT DISTINCT state FROM messages`); err != nil {
		t.Fatal(err)
	}
	if len(states) != 1 || states[0] != "kept" {
		t.Errorf("messages are %v", states)
	}
}

// TestIngridLooksTheSameOnEveryDay loads on days that are hard: a year's first, one
// after her tier was judged, and one that most years don't have.
func TestIngridLooksTheSameOnEveryDay(t *testing.T) {
	for _, on := range []string{"2027-01-01", "2027-01-31", "2028-02-29"} {
		t.Run(on, func(t *testing.T) {
			day, err := time.Parse(time.DateOnly, on)
			if err != nil {
				t.Fatal(err)
			}
			d := testdb.Open(t)
			testdb.At(t, d, day.Add(12*time.Hour))
			if err := demo.Load(t.Context(), d, deps(), demo.Options{Members: 6}); err != nil {
				t.Fatal(err)
			}
			seeIngrid(t, d, day)
			verify(t, d)
		})
	}
}

func seeIngrid(t *testing.T, d *db.DB, day time.Time) {
	t.Helper()
	ingrid, err := members.FindByContact(t.Context(), d, members.Contact{Kind: members.Email, Value: demo.Ingrid})
	if err != nil {
		t.Fatal(err)
	}
	totals, err := ledger.Balances(t.Context(), d, ingrid.ID, day)
	if err != nil {
		t.Fatal(err)
	}
	end := time.Date(day.Year(), day.Month()+1, 0, 0, 0, 0, 0, time.UTC)
	if totals.Spendable != 1240 || totals.Expiring != 180 || totals.ExpiringOn == nil || !totals.ExpiringOn.Equal(end) {
		t.Errorf("Ingrid has %+v, expiring on %v", totals, totals.ExpiringOn)
	}
	var rest struct {
		Tier    string `db:"tier"`
		Points  int64  `db:"points"`
		Unused  int    `db:"unused"`
		Friends string `db:"friends"`
		Today   int    `db:"today"`
	}
	err = d.Get(t.Context(), &rest, `SELECT (SELECT tier FROM standings WHERE member_id = $1) AS tier,
		(SELECT sum(tier_points) FROM purchases WHERE member_id = $1 AND placed_on > $2) AS points,
		(SELECT count(*) FROM vouchers WHERE member_id = $1 AND state = 'issued') AS unused,
		(SELECT string_agg(state, ' ' ORDER BY joined_at) FROM referrals WHERE referrer_id = $1) AS friends,
		(SELECT count(*) FROM voucher_uses WHERE place = 'Fjordkino' AND used_at >= $3) AS today`,
		ingrid.ID, day.AddDate(-1, 0, 0), d.Time().Add(-3*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if rest.Tier != "silver" || rest.Points != 1840 || rest.Unused != 1 || rest.Friends != "rewarded rewarded waiting" || rest.Today != 3 {
		t.Errorf("Ingrid is %+v", rest)
	}
}

func TestTwoLoadsNeverRunAtOnce(t *testing.T) {
	d := testdb.Open(t)
	var second error
	var once sync.Once
	err := demo.Load(t.Context(), d, deps(), demo.Options{Members: 6, Progress: func(int, int) {
		once.Do(func() { second = demo.Load(t.Context(), d, deps(), demo.Options{Members: 6}) })
	}})
	if err != nil || !fault.Is(second, "demo_loading") {
		t.Errorf("the first: %v, the second beside it: %v", err, second)
	}
	if err := demo.Load(t.Context(), d, deps(), demo.Options{Members: 6}); err != nil {
		t.Errorf("one that comes after: %v", err)
	}
	var loads int
	if err := d.Get(t.Context(), &loads, `SELECT count(*) FROM audit WHERE action = 'demo.load'`); err != nil || loads != 1 {
		t.Errorf("it was loaded %d times, %v", loads, err)
	}
	verify(t, d)
}

func TestADatabaseInUseIsLeftAlone(t *testing.T) {
	d := testdb.Open(t)
	if _, err := publishing.Initial(t.Context(), d, programme.Settings{}); err != nil {
		t.Fatal(err)
	}
	err := demo.Load(t.Context(), d, deps(), demo.Options{Members: size})
	if !fault.Is(err, "demo_not_empty") {
		t.Errorf("got %v", err)
	}
}
