package torture

import (
	"os"
	"sort"
	"syscall"
	"testing"
	"time"

	"fealty/models/db"
)

// rounds is how often something is killed: a few times in every run of the tests, 500 times before a release.
func rounds() int {
	if os.Getenv("FEALTY_TORTURE") == "full" {
		return 500
	}
	return 6
}

// strike kills something and tells whether the program must be started again by hand.
func (s *shop) strike(round int) (programDied bool) {
	switch round % 3 {
	case 0:
		s.signalServer(syscall.SIGQUIT) // the immediate stop
		return false
	case 1:
		s.killProgram()
		return true
	default:
		s.signalServer(syscall.SIGKILL)
		if round%2 == 0 {
			return false
		}
		s.killProgram()
		return true
	}
}

func TestNothingAcknowledgedIsLostAndNothingIsDoneTwiceWhenProgramAndDatabaseAreKilled(t *testing.T) {
	s := openShop(t)
	var members []string
	for _, name := range []string{"anna", "bela", "csaba", "dag"} {
		members = append(members, s.join(name))
	}
	l := s.startLoad(members)
	var returns []time.Duration
	for round := range rounds() {
		time.Sleep(time.Duration(300+137*(round%5)) * time.Millisecond)
		if s.strike(round) {
			s.start()
		}
		time.Sleep(100 * time.Millisecond)
		s.waitReady(60 * time.Second)
		returns = append(returns, l.acknowledgedSince(t, time.Now(), 20*time.Second))
	}
	l.finish()
	l.judge(t, s.book(), returns)
	s.run("verify")
}

// judge compares what was acknowledged with what the book says.
func (l *load) judge(t *testing.T, d *db.DB, returns []time.Duration) {
	t.Helper()
	for _, odd := range l.odd {
		t.Error(odd)
	}
	rows := rowsByReference(t, d)
	lost, twice := 0, 0
	for key := range l.receipts {
		switch rows[key] {
		case 0:
			lost++
		case 1:
		default:
			twice++
		}
		delete(rows, key)
	}
	strange := len(rows) // every act was repeated until it was acknowledged
	sort.Slice(returns, func(i, j int) bool { return returns[i] < returns[j] })
	slowest := returns[len(returns)-1]
	t.Logf("kills %d, requests %d, acknowledged %d, answered 503 %d, cut off %d; acknowledged and lost %d, applied twice %d, unknown %d; "+
		"pages by status %v; first success after the return at most %v", len(returns), l.tries, len(l.receipts), l.unavailable, l.cut, lost, twice, strange, l.pages, slowest.Round(time.Millisecond))
	if lost+twice+strange > 0 || len(l.receipts) == 0 {
		t.Error("the book isn't what was acknowledged")
	}
	if slowest > 2*time.Second {
		t.Errorf("the first success came %v after the database was back", slowest)
	}
	checkSums(t, d)
}

// rowsByReference counts the purchases and returns by the keys of their acts, each with its own entry in the book.
func rowsByReference(t *testing.T, d *db.DB) map[string]int {
	t.Helper()
	var rows []struct {
		Key string `db:"key"`
		N   int    `db:"n"`
	}
	err := d.Select(t.Context(), &rows, `
		SELECT 'buy ' || p.reference AS key, count(*) AS n FROM purchases p JOIN entries e ON e.source_id = p.id GROUP BY 1
		UNION ALL SELECT 'return ' || substr(r.reference, 3), count(*) FROM returns r JOIN entries e ON e.source_id = r.id GROUP BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]int{}
	for _, row := range rows {
		found[row.Key] = row.N
	}
	return found
}

func checkSums(t *testing.T, d *db.DB) {
	t.Helper()
	var wrong int
	err := d.Get(t.Context(), &wrong, `SELECT count(*) FROM wallets w WHERE w.balance < 0 OR w.balance <>
		(SELECT coalesce(sum(e.amount), 0) FROM entries e WHERE e.member_id = w.member_id AND e.wallet = w.wallet)`)
	if err != nil || wrong > 0 {
		t.Errorf("negative or wrong balances: %d %v", wrong, err)
	}
}
