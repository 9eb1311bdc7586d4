package verifying_test

import (
	"strings"
	"testing"
)

// kindsOfThings are a pool with one free code and one handed out, a shared code
// that one member took, a stamp card, and a parcel.
const kindsOfThings = `
INSERT INTO rewards (id, kind, state, price, worth, cost, valid_days, art, codes, created_at, updated_at) VALUES
	('00000000-0000-7000-8000-000000000031', 'product', 'live', 60, 500, 300, 30, 'cup', 'pool', '2026-03-10', '2026-03-10');
INSERT INTO reward_stock (reward_id, shard, put_in, remaining) VALUES ('00000000-0000-7000-8000-000000000031', 0, 2, 1);
INSERT INTO reward_codes (id, reward_id, code_key, code_box, voucher_id, added_at) VALUES
	('00000000-0000-7000-8000-000000000032', '00000000-0000-7000-8000-000000000031', 'free', 'box', NULL, '2026-03-10'),
	('00000000-0000-7000-8000-000000000033', '00000000-0000-7000-8000-000000000031', 'k3', NULL, '00000000-0000-7000-8000-000000000034', '2026-03-10');
INSERT INTO shared_codes (id, reward_id, code, code_key, taken, created_at) VALUES
	('00000000-0000-7000-8000-000000000035', '00000000-0000-7000-8000-000000000003', 'SUMMER', 'k5', 1, '2026-03-10');
UPDATE reward_stock SET remaining = 7 WHERE reward_id = '00000000-0000-7000-8000-000000000003';
INSERT INTO vouchers (member_id, id, reward_id, state, code_key, price, worth, issued_at, expires_on, used_at, shared_id) VALUES
	('` + aliceID + `', '00000000-0000-7000-8000-000000000034', '00000000-0000-7000-8000-000000000031', 'issued', 'k3', 0, 500, '2026-03-10', '2026-04-10', NULL, NULL),
	('` + aliceID + `', '00000000-0000-7000-8000-000000000036', '00000000-0000-7000-8000-000000000003', 'reserved', 'k6', 0, 500, '2026-03-10', '2026-04-10', NULL, NULL),
	('` + aliceID + `', '00000000-0000-7000-8000-000000000037', '00000000-0000-7000-8000-000000000003', 'issued', 'k7', 0, 500, '2026-03-10', '2026-04-10', NULL,
		'00000000-0000-7000-8000-000000000035');
INSERT INTO voucher_codes VALUES ('k3', '` + aliceID + `', '00000000-0000-7000-8000-000000000034'), ('k6', '` + aliceID + `', '00000000-0000-7000-8000-000000000036'),
	('k7', '` + aliceID + `', '00000000-0000-7000-8000-000000000037');
INSERT INTO shipments (member_id, voucher_id, reward_id, state, recipient, street, postcode, city, country, ordered_at) VALUES
	('` + aliceID + `', '00000000-0000-7000-8000-000000000036', '00000000-0000-7000-8000-000000000003', 'packed', 'A', 'B', '1', 'C', 'NO', '2026-03-10');
INSERT INTO stamp_cards VALUES ('` + aliceID + `', '00000000-0000-7000-8000-000000000003', 4, 3, '2026-03-10');
INSERT INTO stamp_marks VALUES ('` + aliceID + `', '00000000-0000-7000-8000-000000000001', 1, '00000000-0000-7000-8000-000000000003', 5, 1);`

func TestPoolsSharedCodesStampsAndParcelsAreVerifiedToo(t *testing.T) {
	for name, c := range map[string]struct{ statements, says string }{
		"nothing":                 {``, ""},
		"a free code gone":        {`DELETE FROM reward_codes WHERE code_key = 'free'`, "1 codes in stock written, 0 are free in its pool"},
		"a seat or code more":     {`UPDATE reward_stock SET remaining = remaining + 1 WHERE put_in = 2`, "0 taken from stock written, 1 vouchers out"},
		"a code handed out twice": {`UPDATE reward_codes SET code_key = 'other' WHERE code_key = 'k3'`, "has another code"},
		"a shared code's count":   {`UPDATE shared_codes SET taken = 0`, "0 taken written, 1 vouchers of it"},
		"a stamp":                 {`UPDATE stamp_cards SET collected = 5`, "5 collected written, 4 by its purchases"},
		"a parcel's state":        {`UPDATE shipments SET state = 'sent'`, "its shipment is sent, and it is reserved"},
		"credit that nobody gave": {`UPDATE vouchers SET state = 'used', used_at = '2026-03-10' WHERE code_key = 'k3'; INSERT INTO voucher_uses (id, member_id, voucher_id, reward_id, place, pays, used_at) VALUES ('00000000-0000-7000-8000-000000000040', '` + aliceID + `', '00000000-0000-7000-8000-000000000034', '00000000-0000-7000-8000-000000000031', 'wallet', 0, '2026-03-10')`, "worth 500 written, 0 booked as credit"},
		"a cancelled parcel unpaid": {`UPDATE vouchers SET state = 'cancelled', price = 60, entry_seq = 3 WHERE code_key = 'k6'; UPDATE vouchers SET entry_seq = NULL, price = 0 WHERE code_key = 'k1';
			UPDATE shipments SET state = 'cancelled'; UPDATE reward_stock SET remaining = 8 WHERE put_in = 10`, "cancelled, and entry 3 was not given back"},
	} {
		w := newWorld(t)
		w.tamper(kindsOfThings + c.statements)
		switch r := w.verify(); {
		case c.says == "" && r.Wrong != nil:
			t.Errorf("%s: %s", name, r.Wrong)
		case c.says != "" && (r.Wrong == nil || !strings.Contains(r.Wrong.String(), c.says)):
			t.Errorf("%s:\n got %v\nwant %s", name, r.Wrong, c.says)
		}
	}
}
