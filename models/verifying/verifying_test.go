package verifying_test

import (
	"strings"
	"testing"

	"fealty/models/db/testdb"
	"fealty/models/ledger"
)

const alicePoints = "member " + aliceID + ", points "

func TestABookInOrderIsVerifiedWhole(t *testing.T) {
	w := newWorld(t)
	r := w.verify()
	if r.Wrong != nil {
		t.Fatal(r.Wrong)
	}
	if r.Members != 2 || r.Entries != 11 || r.Lots != 4 || r.Uses != 8 || r.Vouchers != 2 || r.Purchases != 1 || r.Returns != 1 || r.Donations != 1 || r.Rewards != 1 {
		t.Errorf("looked at %+v", r)
	}
}

func TestAnEmptyDatabaseIsInOrder(t *testing.T) {
	w := &world{T: t, d: testdb.Open(t)}
	if r := w.verify(); r.Wrong != nil || r.Members != 0 {
		t.Errorf("%+v", r)
	}
}

// sabotages are what a superuser might do, each with what verify must say.
var sabotages = map[string]struct{ statements, says string }{
	"an amount": {`UPDATE entries SET amount = 101 WHERE member_id = '` + aliceID + `' AND wallet = 'points' AND seq = 1`,
		alicePoints + "entry 1: balance 100 written, 101 computed"},
	"an amount and its balance": {`UPDATE entries SET amount = 101, balance = 101 WHERE member_id = '` + aliceID + `' AND wallet = 'points' AND seq = 1`,
		alicePoints + "entry 1: hash "},
	"an explanation": {`UPDATE entries SET detail = '{"rule":"other"}' WHERE wallet = 'points' AND seq = 4`,
		alicePoints + "entry 4: hash "},
	"a day": {`UPDATE entries SET happened_on = '2026-03-01' WHERE kind = 'donation'`, alicePoints + "entry 7: hash "},
	"an instant": {`UPDATE entries SET recorded_at = recorded_at - interval '1 microsecond' WHERE kind = 'owed'`,
		"member " + aliceID + ", debt entry 1: hash "},
	"who did it":       {`UPDATE entries SET actor = 'member' WHERE member_id = '` + bobID + `' AND seq = 2`, "member " + bobID + ", points entry 2: hash "},
	"a hash":           {`UPDATE entries SET hash = sha256('x') WHERE kind = 'donation'`, alicePoints + "entry 7: hash "},
	"an entry deleted": {`DELETE FROM entries WHERE member_id = '` + aliceID + `' AND wallet = 'points' AND seq = 3`, alicePoints + "entry 3 is missing: entry 4 comes after 2"},
	"the first entry":  {`DELETE FROM entries WHERE member_id = '` + bobID + `' AND seq = 1`, "member " + bobID + ", points entry 1 is missing"},
	"the tail cut":     {`DELETE FROM entries WHERE kind = 'donation'`, alicePoints + "wallet: 7 entries written, 6 are there"},
	"the tail cut, count mended": {`DELETE FROM entries WHERE kind = 'donation'; DELETE FROM lot_uses WHERE entry_seq = 7; UPDATE wallets SET seq = 6 WHERE seq = 7`,
		alicePoints + "wallet: balance 60 written, 70 computed"},
	"the tail cut, balance mended": {`DELETE FROM entries WHERE kind = 'donation'; DELETE FROM lot_uses WHERE entry_seq = 7;
		UPDATE wallets SET seq = 6, balance = 70 WHERE seq = 7`, alicePoints + "wallet: head "},
	"the tail cut, chain mended": {`DELETE FROM entries WHERE kind = 'donation'; DELETE FROM lot_uses WHERE entry_seq = 7;
		UPDATE wallets SET seq = 6, balance = 70, head = (SELECT hash FROM entries WHERE seq = 6) WHERE seq = 7`, alicePoints + "lot 1: 10 remaining written, 20 computed"},
	"the tail cut, all of the book mended": {`DELETE FROM entries WHERE kind = 'donation'; DELETE FROM lot_uses WHERE entry_seq = 7;
		UPDATE wallets SET seq = 6, balance = 70, head = (SELECT hash FROM entries WHERE seq = 6) WHERE seq = 7;
		UPDATE lots SET remaining = 20, open = true WHERE member_id = '` + aliceID + `' AND seq = 1 AND wallet = 'points'`, "entry 7 is missing"},
	"a backdated entry": {`UPDATE entries SET seq = 99 WHERE kind = 'donation'; UPDATE entries SET seq = 7 WHERE seq = 6; UPDATE entries SET seq = 6 WHERE seq = 99`,
		alicePoints + "entry 6: balance "},
	"a balance":            {`UPDATE wallets SET balance = balance + 1 WHERE member_id = '` + bobID + `' AND wallet = 'points'`, "member " + bobID + ", points wallet: balance 31 written, 30 computed"},
	"a debt forgotten":     {`UPDATE wallets SET balance = 0 WHERE wallet = 'debt'`, "member " + aliceID + ", debt wallet: balance 0 written, 5 computed"},
	"a wallet":             {`DELETE FROM wallets WHERE member_id = '` + bobID + `' AND wallet = 'points'`, "member " + bobID + ", points lot 1: the member has no such wallet"},
	"an empty wallet":      {`DELETE FROM wallets WHERE member_id = '` + bobID + `' AND wallet = 'credit'`, "member " + bobID + ": 2 wallets written, 3 needed"},
	"what a lot holds":     {`UPDATE lots SET remaining = remaining - 1 WHERE member_id = '` + bobID + `'`, "member " + bobID + ", points lot 1: 29 remaining written, 30 computed"},
	"what a lot was":       {`UPDATE lots SET amount = 36 WHERE member_id = '` + bobID + `'`, "member " + bobID + ", points entry 1: amount 35 written, 36 by its lots"},
	"a lot more":           {`INSERT INTO lots SELECT member_id, wallet, 2, 5, 5, available_on, expires_on, graced, true FROM lots WHERE member_id = '` + bobID + `'`, "member " + bobID + ", points entry 2: it takes, and yet there is a lot of it"},
	"a lot out of nowhere": {`INSERT INTO lots SELECT member_id, wallet, 9, 5, 5, available_on, expires_on, graced, true FROM lots WHERE member_id = '` + bobID + `'`, "member " + bobID + ", points lot 9: no entry made it"},
	"a lot less":           {`DELETE FROM lots WHERE member_id = '` + bobID + `'`, "member " + bobID + ", points entry 1: amount 35 written, 0 by its lots"},
	"a use":                {`UPDATE lot_uses SET amount = 6 WHERE member_id = '` + bobID + `'`, "member " + bobID + ", points entry 2: amount -5 written, -6 by its lots"},
	"a use of another lot": {`UPDATE lot_uses SET lot_seq = 2 WHERE entry_seq = 3`, alicePoints + "entry 3: it leaves -10 in lot 2, which was made with 50"},
	"a use of no lot":      {`UPDATE lot_uses SET lot_seq = 9 WHERE member_id = '` + bobID + `'`, "member " + bobID + ", points entry 2: it uses lot 9, which isn't there"},
	"a use of no entry":    {`UPDATE lot_uses SET entry_seq = 9 WHERE member_id = '` + bobID + `'`, "member " + bobID + ", points use of lot 1 by entry 9: there is no such entry"},
	"more back to a lot": {`UPDATE lot_uses SET amount = CASE lot_seq WHEN 1 THEN -41 ELSE -9 END WHERE entry_seq = 5`,
		alicePoints + "entry 5: with it 41 came back to lot 1, of which entry 4 took 40"},
	"more in a lot than it was made with": {`UPDATE lot_uses SET amount = CASE lot_seq WHEN 1 THEN -39 ELSE -11 END WHERE entry_seq = 5`,
		alicePoints + "entry 5: it leaves 51 in lot 2, which was made with 50"},
	"stock":               {`UPDATE reward_stock SET remaining = 8`, "2 taken from stock written, 1 vouchers out"},
	"a voucher's state":   {`UPDATE vouchers SET state = 'issued', used_at = NULL WHERE state = 'used'`, "issued written, 1 uses stand"},
	"a use of a voucher":  {`DELETE FROM voucher_uses`, "used written, 0 uses stand"},
	"another reward used": {`UPDATE voucher_uses SET pays = 1`, "is of another reward, partner or price"},
	"a returned voucher revived": {`UPDATE vouchers SET state = 'issued' WHERE state = 'returned'; UPDATE reward_stock SET remaining = 8`,
		"issued, and yet entry 4 was given back"},
	"a voucher's price":   {`UPDATE vouchers SET price = 1 WHERE state = 'used'`, "price 1 written, entry 3 took 60"},
	"a code":              {`DELETE FROM voucher_codes WHERE code_key = 'k1'`, "its code is claimed by nobody"},
	"a code's owner":      {`UPDATE voucher_codes SET member_id = '` + bobID + `' WHERE code_key = 'k1'`, "its code is claimed by member " + bobID},
	"a code kept":         {`UPDATE vouchers SET code_box = 'x' WHERE state = 'returned'`, "its code was not wiped"},
	"a purchase's points": {`UPDATE purchases SET points = 110`, "110 points written, entry 1 gave 100"},
	"a purchase's cells":  {`UPDATE purchases SET cells = '[{"line": 1, "rule": "base", "points": 60}]'`, "100 points written, 60 by its cells"},
	"what came back":      {`UPDATE purchases SET points_returned = 24`, "24 points returned written, 25 by its returns"},
	"how many came back":  {`UPDATE purchase_lines SET returned = 0`, "line 1: 0 returned written, 1000 by its returns"},
	"a purchase gone":     {`DELETE FROM purchases; DELETE FROM purchase_lines`, "is missing"},
	"a gift":              {`UPDATE donations SET points = 1`, "1 points written, entry 7 took 10"},
}

func TestEverySabotageOfASuperuserIsFoundAndNamed(t *testing.T) {
	w := newWorld(t)
	w.keep()
	found := 0
	for name, s := range sabotages {
		w.tamper(s.statements)
		switch r := w.verify(); {
		case r.Wrong == nil:
			t.Errorf("%s: not found", name)
		case !strings.Contains(r.Wrong.String(), s.says):
			t.Errorf("%s:\n got %s\nwant %s", name, r.Wrong, s.says)
		default:
			found++
		}
		w.mend()
		if r := w.verify(); r.Wrong != nil {
			t.Fatalf("%s: not mended: %s", name, r.Wrong)
		}
	}
	t.Logf("tampering found %d/%d", found, len(sabotages))
}

func TestWhatCameBackAsAGraceIsInOrderAndCountsAgainstWhatWasTaken(t *testing.T) {
	w := newWorld(t)
	for range 2 {
		w.post(nil, ledger.Posting{Member: id(aliceID), Kind: ledger.PaymentRestored, Amount: 25, GivesBack: 3, Grace: true, HappenedOn: today.AddDate(0, 0, 9)})
	}
	if r := w.verify(); r.Wrong != nil || r.Lots != 6 {
		t.Fatalf("%d lots, %v", r.Lots, r.Wrong)
	}
	w.tamper(`UPDATE entries SET gives_back = 7 WHERE gives_back = 3`)
	if r := w.verify(); r.Wrong == nil {
		t.Error("it gives back to another entry now, and nobody saw")
	}
}
