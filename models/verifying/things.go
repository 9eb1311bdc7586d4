package verifying

import (
	"context"
	"fmt"

	"fealty/models/db"
)

// A law is a SELECT that tells, in words, what breaks it: the first in order.
// Nothing comes back where all is well.
var laws = []string{
	// Members, and the wallets that every flow locks.
	`SELECT 'member ' || m.id || ': ' || count(w.wallet) || ' wallets written, 3 needed'
		FROM members m LEFT JOIN wallets w ON w.member_id = m.id GROUP BY m.id HAVING count(w.wallet) <> 3 ORDER BY m.id LIMIT 1`,

	// Stock: what was put in and is not there any more, is out as vouchers.
	`SELECT 'reward ' || s.reward_id || ': ' || s.taken || ' taken from stock written, ' || coalesce(v.out, 0) || ' vouchers out'
		FROM (SELECT reward_id, sum(put_in - remaining) AS taken FROM reward_stock GROUP BY reward_id) s
			LEFT JOIN (SELECT reward_id, count(*) AS out FROM vouchers WHERE state NOT IN ('returned', 'cancelled') GROUP BY reward_id) v USING (reward_id)
		WHERE s.taken <> coalesce(v.out, 0) ORDER BY s.reward_id LIMIT 1`,

	// Vouchers: paid by their entry, found by their code, used once or not at all.
	`SELECT 'voucher ' || v.id || ' of member ' || v.member_id || ': price ' || v.price || ' written, '
			|| coalesce('entry ' || v.entry_seq || ' took ' || -e.amount, 'entry ' || v.entry_seq || ' is missing')
		FROM vouchers v LEFT JOIN entries e ON e.member_id = v.member_id AND e.wallet = 'points' AND e.seq = v.entry_seq
		WHERE v.entry_seq IS NOT NULL AND (e.amount IS NULL OR e.amount <> -v.price) ORDER BY v.id LIMIT 1`,
	`SELECT 'voucher ' || v.id || ' of member ' || v.member_id || ': '
			|| CASE WHEN v.state = 'returned' THEN 'returned, and entry ' || v.entry_seq || ' was not given back'
				ELSE v.state || ', and yet entry ' || v.entry_seq || ' was given back' END
		FROM vouchers v LEFT JOIN entries e ON e.member_id = v.member_id AND e.wallet = 'points' AND e.undoes = v.entry_seq
		WHERE v.entry_seq IS NOT NULL AND v.price > 0
			AND ((v.state = 'returned' AND e.seq IS NULL) OR (v.state IN ('issued', 'reserved', 'used') AND e.seq IS NOT NULL))
		ORDER BY v.id LIMIT 1`,
	`SELECT 'voucher ' || coalesce(v.id, c.voucher_id) || ': its code is claimed by '
			|| coalesce('member ' || c.member_id, 'nobody') || ', its owner is ' || coalesce('member ' || v.member_id, 'nobody')
		FROM vouchers v FULL JOIN voucher_codes c ON c.voucher_id = v.id
		WHERE v.id IS NULL OR c.voucher_id IS NULL OR c.member_id <> v.member_id OR c.code_key <> v.code_key
		ORDER BY coalesce(v.id, c.voucher_id) LIMIT 1`,
	`SELECT 'voucher ' || v.id || ' of member ' || v.member_id || ': ' || v.state || ' written, ' || count(u.id) || ' uses stand'
		FROM vouchers v LEFT JOIN voucher_uses u ON u.voucher_id = v.id AND u.undone_at IS NULL
		GROUP BY v.member_id, v.id, v.state HAVING (v.state = 'used')::integer <> count(u.id) ORDER BY v.id LIMIT 1`,
	`SELECT 'use ' || u.id || ': its voucher ' || u.voucher_id || CASE WHEN v.id IS NULL THEN ' is missing' ELSE ' is of another reward, partner or price' END
		FROM voucher_uses u LEFT JOIN vouchers v ON v.member_id = u.member_id AND v.id = u.voucher_id
		WHERE v.id IS NULL OR v.reward_id <> u.reward_id OR v.partner_id IS DISTINCT FROM u.partner_id OR v.pays <> u.pays ORDER BY u.id LIMIT 1`,
	`SELECT 'voucher ' || id || ' of member ' || member_id || ': ' || state || ', and its code was not wiped'
		FROM vouchers WHERE state IN ('returned', 'cancelled', 'expired') AND code_box IS NOT NULL ORDER BY id LIMIT 1`,

	// Pools: a free code is one in stock, and one that was handed out is its
	// voucher's.
	`SELECT 'reward ' || s.reward_id || ': ' || s.remaining || ' codes in stock written, ' || coalesce(c.free, 0) || ' are free in its pool'
		FROM (SELECT y.reward_id, sum(y.remaining) AS remaining FROM reward_stock y JOIN rewards r ON r.id = y.reward_id AND r.codes = 'pool' GROUP BY y.reward_id) s
			LEFT JOIN (SELECT reward_id, count(*) AS free FROM reward_codes WHERE voucher_id IS NULL GROUP BY reward_id) c USING (reward_id)
		WHERE s.remaining <> coalesce(c.free, 0) ORDER BY s.reward_id LIMIT 1`,
	`SELECT 'pool code ' || c.id || ': its voucher ' || c.voucher_id || CASE WHEN v.voucher_id IS NULL THEN ' is missing' ELSE ' has another code' END
		FROM reward_codes c LEFT JOIN voucher_codes v ON v.voucher_id = c.voucher_id
		WHERE c.voucher_id IS NOT NULL AND (v.voucher_id IS NULL OR v.code_key <> c.code_key) ORDER BY c.id LIMIT 1`,
	`SELECT 'shared code ' || s.id || ': ' || s.taken || ' taken written, ' || coalesce(v.n, 0) || ' vouchers of it'
		FROM shared_codes s LEFT JOIN (SELECT shared_id, count(*) AS n FROM vouchers WHERE shared_id IS NOT NULL GROUP BY shared_id) v ON v.shared_id = s.id
		WHERE s.taken <> coalesce(v.n, 0) ORDER BY s.id LIMIT 1`,

	// Stamps: what lies on a card is what its purchases' lines gave.
	`SELECT 'stamp card of reward ' || reward_id || ', member ' || member_id || ': ' || sum(collected) || ' collected written, ' || sum(given) || ' by its purchases'
		FROM (SELECT member_id, reward_id, collected, 0 AS given FROM stamp_cards
			UNION ALL SELECT member_id, reward_id, 0, stamps - taken_back FROM stamp_marks) s
		GROUP BY member_id, reward_id HAVING sum(collected) <> sum(given) ORDER BY member_id, reward_id LIMIT 1`,

	// What goes by post, and what was booked as credit.
	`SELECT 'voucher ' || s.voucher_id || ' of member ' || s.member_id || ': its shipment is ' || s.state || ', and it is ' || coalesce(v.state, 'missing')
		FROM shipments s LEFT JOIN vouchers v ON v.member_id = s.member_id AND v.id = s.voucher_id
		WHERE v.state IS DISTINCT FROM CASE s.state WHEN 'cancelled' THEN 'cancelled' WHEN 'ordered' THEN 'reserved' WHEN 'packed' THEN 'reserved' ELSE 'used' END
		ORDER BY s.voucher_id LIMIT 1`,
	`SELECT 'voucher ' || s.voucher_id || ' of member ' || s.member_id || ': cancelled, and entry ' || v.entry_seq || ' was not given back'
		FROM shipments s JOIN vouchers v ON v.member_id = s.member_id AND v.id = s.voucher_id AND v.entry_seq IS NOT NULL AND v.price > 0
			LEFT JOIN entries e ON e.member_id = v.member_id AND e.wallet = 'points' AND e.undoes = v.entry_seq
		WHERE s.state = 'cancelled' AND e.seq IS NULL ORDER BY s.voucher_id LIMIT 1`,
	`SELECT 'voucher ' || v.id || ' of member ' || v.member_id || ': worth ' || v.worth || ' written, ' || coalesce(sum(e.amount), 0) || ' booked as credit'
		FROM vouchers v JOIN voucher_uses u ON u.voucher_id = v.id AND u.place = 'wallet' AND u.undone_at IS NULL
			LEFT JOIN entries e ON e.member_id = v.member_id AND e.wallet = 'credit' AND e.kind = 'credit_booked' AND e.source_id = v.id
		GROUP BY v.member_id, v.id, v.worth HAVING coalesce(sum(e.amount), 0) <> v.worth ORDER BY v.id LIMIT 1`,

	// Purchases: the award is the entry's amount and the sum of the cells.
	`SELECT 'purchase ' || p.id || ' of member ' || p.member_id || ': ' || p.points || ' points written, '
			|| coalesce('entry ' || p.entry_seq || ' gave ' || coalesce(e.amount, 0), 'no entry named')
		FROM purchases p LEFT JOIN entries e ON e.member_id = p.member_id AND e.wallet = 'points' AND e.seq = p.entry_seq
		WHERE p.points <> coalesce(e.amount, 0) ORDER BY p.id LIMIT 1`,
	`SELECT 'purchase ' || p.id || ' of member ' || p.member_id || ': ' || p.points || ' points written, ' || c.points || ' by its cells'
		FROM purchases p, LATERAL (SELECT coalesce(sum(cast(x ->> 'points' AS bigint)), 0) AS points FROM jsonb_array_elements(p.cells) AS x) c
		WHERE p.points <> c.points ORDER BY p.id LIMIT 1`,
	`SELECT 'purchase ' || p.id || ' of member ' || p.member_id || ': ' || p.points_returned || ' points returned written, ' || coalesce(r.due, 0) || ' by its returns'
		FROM purchases p LEFT JOIN (SELECT member_id, purchase_id, sum(due) AS due FROM returns GROUP BY member_id, purchase_id) r
			ON r.member_id = p.member_id AND r.purchase_id = p.id
		WHERE p.points_returned <> coalesce(r.due, 0) ORDER BY p.id LIMIT 1`,
	`SELECT 'return ' || r.id || ' of member ' || r.member_id || ': its purchase ' || r.purchase_id || ' is missing'
		FROM returns r LEFT JOIN purchases p ON p.member_id = r.member_id AND p.id = r.purchase_id WHERE p.id IS NULL ORDER BY r.id LIMIT 1`,
	// Summed and not joined, so that a database without statistics is as quick.
	`SELECT 'purchase ' || purchase_id || ' of member ' || member_id || ', line ' || line || ': ' || sum(returned) || ' returned written, '
			|| sum(quantity) || ' by its returns (in thousandths)'
		FROM (SELECT member_id, purchase_id, line, returned, 0 AS quantity FROM purchase_lines
			UNION ALL SELECT member_id, purchase_id, cast(x ->> 'line' AS integer), 0, cast(x ->> 'quantity' AS bigint)
				FROM returns, jsonb_array_elements(lines) AS x) l
		GROUP BY member_id, purchase_id, line HAVING sum(returned) <> sum(quantity) ORDER BY purchase_id, line LIMIT 1`,

	// Gifts: what was given left the wallet.
	`SELECT 'donation ' || g.id || ' of member ' || g.member_id || ': ' || g.points || ' points written, '
			|| coalesce('entry ' || g.entry_seq || ' took ' || -e.amount, 'entry ' || g.entry_seq || ' is missing')
		FROM donations g LEFT JOIN entries e ON e.member_id = g.member_id AND e.wallet = 'points' AND e.seq = g.entry_seq
		WHERE e.amount IS NULL OR e.amount <> -g.points ORDER BY g.id LIMIT 1`,

	// Reservations: what ended holds nothing, and a capture names its purchase.
	`SELECT 'reservation ' || e.id || ' of member ' || e.member_id || ': ' || e.kind || ', and yet '
			|| CASE WHEN r.open IS NULL THEN 'it was never made' WHEN r.open THEN 'open is written' ELSE h.wallet || ' is held' END
		FROM reservation_ends e LEFT JOIN reservations r ON r.member_id = e.member_id AND r.id = e.id
			LEFT JOIN holds h ON h.member_id = e.member_id AND h.id = e.id AND h.state = 'open'
		WHERE r.open IS DISTINCT FROM false OR h.id IS NOT NULL ORDER BY e.id LIMIT 1`,
	`SELECT 'reservation ' || e.id || ' of member ' || e.member_id || ': captured by purchase ' || e.purchase_id || ', which is missing'
		FROM reservation_ends e LEFT JOIN purchase_references p ON p.purchase_id = e.purchase_id
		WHERE e.kind = 'captured' AND p.purchase_id IS NULL ORDER BY e.id LIMIT 1`,
}

// checkThings checks what hangs on the book, law by law.
func checkThings(ctx context.Context, r db.Reader, report *Report) error {
	for i, law := range laws {
		var broken []string
		if err := r.Select(ctx, &broken, law); err != nil {
			return fmt.Errorf("check law %d: %w", i+1, err)
		}
		if len(broken) > 0 {
			report.Wrong = &Fault{Text: broken[0]}
			return nil
		}
	}
	return nil
}
