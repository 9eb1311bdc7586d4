package verifying_test

import (
	"strings"
	"testing"
)

// reserved is one reservation that was released.
const reserved = `
INSERT INTO reservations (member_id, id, points, amount, credit, vouchers, total, channel, version, created_at, expires_at, open)
	VALUES ('` + aliceID + `', '00000000-0000-7000-8000-000000000051', 5, 25, 0, '{}', 100, 'web', 1, '2026-03-10 10:00Z', '2026-03-10 11:00Z', false);
INSERT INTO holds VALUES ('` + aliceID + `', 'points', '00000000-0000-7000-8000-000000000051', 5, 'released', '2026-03-10 10:00Z', '2026-03-10 11:00Z');
INSERT INTO reservation_ends VALUES ('` + aliceID + `', '00000000-0000-7000-8000-000000000051', 'released', NULL, '2026-03-10 10:30Z');`

func TestReservationsAreVerifiedToo(t *testing.T) {
	for name, c := range map[string]struct{ statements, says string }{
		"nothing":           {``, ""},
		"a hold stays":      {`UPDATE holds SET state = 'open'`, "released, and yet points is held"},
		"it stays open":     {`UPDATE reservations SET open = true`, "released, and yet open is written"},
		"it was never made": {`DELETE FROM reservations`, "released, and yet it was never made"},
		"no such purchase":  {`UPDATE reservation_ends SET kind = 'captured', purchase_id = '00000000-0000-7000-8000-000000000052'`, "which is missing"},
	} {
		w := newWorld(t)
		w.tamper(reserved + c.statements)
		switch r := w.verify(); {
		case c.says == "" && r.Wrong != nil:
			t.Errorf("%s: %s", name, r.Wrong)
		case c.says != "" && (r.Wrong == nil || !strings.Contains(r.Wrong.String(), c.says)):
			t.Errorf("%s:\n got %v\nwant %s", name, r.Wrong, c.says)
		}
	}
}
