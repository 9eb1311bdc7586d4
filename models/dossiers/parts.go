package dossiers

// part is one table of the export. SQL gives its rows for the ids in $1, in
// order, without a LIMIT; every column it names stands in the export under that
// name.
type part struct {
	name   string
	tables []string
	sql    string
}

// parts lists the export in the order in which it is read. Add yours here when a
// table of yours gets something about a member. A code, a hash or what says
// something about somebody else is left out.
var parts = []part{
	{"profile", []string{"members"}, `SELECT id, number, first_name, language, birthday, invite_code, state, joined_via, joined_at
		FROM members WHERE id = ANY($1) ORDER BY joined_at, id`},
	{"contacts", []string{"member_contacts"}, `SELECT kind, value, verified_at, added_at FROM member_contacts WHERE member_id = ANY($1) ORDER BY added_at, value`},
	{"references", []string{"member_references"}, `SELECT source, reference FROM member_references WHERE member_id = ANY($1) ORDER BY source, reference`},
	{"fields", []string{"field_values"}, `SELECT field, value, updated_at FROM field_values WHERE member_id = ANY($1) ORDER BY field`},
	{"consents", []string{"consents"}, `SELECT purpose, granted, source, wording, given_at FROM consents WHERE member_id = ANY($1) ORDER BY given_at, purpose, seq`},
	{"tier", []string{"standings"}, `SELECT tier, since, keep_until FROM standings WHERE member_id = ANY($1) ORDER BY since`},
	{"balances", []string{"wallets"}, `SELECT wallet, sum(balance) AS balance, max(active_on) AS active_on FROM wallets WHERE member_id = ANY($1) GROUP BY wallet ORDER BY wallet`},
	{"points", []string{"entries", "lot_uses"}, `SELECT e.member_id, e.wallet, e.seq, e.kind, e.amount, e.balance, e.happened_on, e.recorded_at, e.source, e.source_id, e.actor,
			e.version, cast(e.detail AS jsonb) AS detail, encode(e.hash, 'hex') AS hash,
			(SELECT jsonb_agg(jsonb_build_object('lot', u.lot_seq, 'amount', u.amount) ORDER BY u.lot_seq) FROM lot_uses u
				WHERE u.member_id = e.member_id AND u.wallet = e.wallet AND u.entry_seq = e.seq) AS lots
		FROM entries e WHERE e.member_id = ANY($1) ORDER BY e.member_id, e.wallet, e.seq`},
	{"lots", []string{"lots"}, `SELECT member_id, wallet, seq, amount, remaining, available_on, expires_on FROM lots WHERE member_id = ANY($1) ORDER BY member_id, wallet, seq`},
	{"held", []string{"holds"}, `SELECT wallet, amount, state, held_at, expires_at FROM holds WHERE member_id = ANY($1) ORDER BY held_at`},
	{"reserved", []string{"reservations", "reservation_ends"}, `SELECT r.points, r.amount, r.credit, r.total, r.channel, r.created_at, r.expires_at, e.kind AS ended, e.ended_at
		FROM reservations r LEFT JOIN reservation_ends e ON e.member_id = r.member_id AND e.id = r.id
		WHERE r.member_id = ANY($1) ORDER BY r.created_at`},
	{"purchases", []string{"purchases", "purchase_references"}, `SELECT id, reference, placed_at, recorded_at, channel, shop, total, shipping, discount, tax, paid_otherwise,
			points, points_returned, version, cells, facts, payments FROM purchases WHERE member_id = ANY($1) ORDER BY placed_at, id`},
	{"purchase_lines", []string{"purchase_lines"}, `SELECT purchase_id, line, sku, name, category, brand, bought, returned, unit_price, discount, amount, tax, points
		FROM purchase_lines WHERE member_id = ANY($1) ORDER BY purchase_id, line`},
	{"returns", []string{"returns"}, `SELECT id, purchase_id, reference, returned_at, recorded_at, amount, due, taken, forgiven, lapsed, owed, restored, lines
		FROM returns WHERE member_id = ANY($1) ORDER BY returned_at, id`},
	{"guest_purchases", []string{"guest_purchases"}, `SELECT reference, kind, contact, placed_at, recorded_at, claimed_at, body FROM guest_purchases WHERE member_id = ANY($1)
		UNION ALL SELECT g.reference, g.kind, g.contact, g.placed_at, g.recorded_at, g.claimed_at, g.body FROM guest_purchases g
			JOIN member_contacts c ON c.kind = g.kind AND c.value = g.contact AND c.verified_at IS NOT NULL
			WHERE c.member_id = ANY($1) AND g.claimed_at IS NULL ORDER BY placed_at, reference`},
	{"vouchers", []string{"vouchers"}, `SELECT id, reward_id, (SELECT name FROM reward_texts t WHERE t.reward_id = v.reward_id ORDER BY language LIMIT 1) AS reward,
			state, price, worth, issued_at, expires_on, used_at, returned_at FROM vouchers v WHERE member_id = ANY($1) ORDER BY issued_at, id`},
	{"voucher_uses", []string{"voucher_uses"}, `SELECT voucher_id, place, used_at, undone_at FROM voucher_uses WHERE member_id = ANY($1) ORDER BY used_at, id`},
	{"cards", []string{"cards"}, `SELECT number, claimed_at FROM cards WHERE member_id = ANY($1) ORDER BY claimed_at, number`},
	{"stamp_cards", []string{"stamp_cards"}, `SELECT reward_id, (SELECT name FROM reward_texts t WHERE t.reward_id = s.reward_id ORDER BY language LIMIT 1) AS reward,
			collected, spent, updated_at FROM stamp_cards s WHERE member_id = ANY($1) ORDER BY updated_at, reward_id`},
	{"stamps", []string{"stamp_marks"}, `SELECT purchase_id, line, reward_id, stamps, taken_back FROM stamp_marks WHERE member_id = ANY($1) ORDER BY purchase_id, line, reward_id`},
	{"shipments", []string{"shipments"}, `SELECT voucher_id, state, recipient, street, postcode, city, country, tracking, ordered_at, sent_at, ended_at
		FROM shipments WHERE member_id = ANY($1) ORDER BY ordered_at, voucher_id`},
	{"waits", []string{"reward_waits"}, `SELECT reward_id, (SELECT name FROM reward_texts t WHERE t.reward_id = w.reward_id ORDER BY language LIMIT 1) AS reward, asked_at
		FROM reward_waits w WHERE member_id = ANY($1) ORDER BY asked_at, reward_id`},
	{"donations", []string{"donations"}, `SELECT id, cause_id, (SELECT name FROM cause_texts t WHERE t.cause_id = g.cause_id ORDER BY language LIMIT 1) AS cause,
			points, amount, matched, given_at, undone_at FROM donations g WHERE member_id = ANY($1) ORDER BY given_at, id`},
	{"invitations", []string{"referrals"}, `SELECT CASE WHEN referrer_id = ANY($1) THEN 'invited' ELSE 'was invited' END AS role, state, joined_on, bought_on, due_on, rewarded_at
		FROM referrals WHERE referrer_id = ANY($1) OR friend_id = ANY($1) ORDER BY joined_at, id`},
	{"gifts", []string{"gifts"}, `SELECT CASE WHEN member_id = ANY($1) THEN 'gave' ELSE 'was given' END AS role, state, made_at, ended_at, expires_on,
			CASE WHEN member_id = ANY($1) THEN voucher_id ELSE given_id END AS voucher_id FROM gifts WHERE member_id = ANY($1) OR friend_id = ANY($1) ORDER BY made_at, id`},
	{"invitation_milestones", []string{"referral_milestones"}, `SELECT friends, points, reached_at FROM referral_milestones WHERE member_id = ANY($1) ORDER BY member_id, friends`},
	{"invitation_traces", []string{"referral_traces"}, `SELECT kind, seen_at FROM referral_traces WHERE member_id = ANY($1) ORDER BY seen_at, kind`},
	{"messages", []string{"messages"}, `SELECT channel, recipient, template, language, params - 'code' - 'link' AS params, state, created_at, sent_at
		FROM messages WHERE member_id = ANY($1) ORDER BY created_at, id`},
	{"devices", []string{"sessions"}, `SELECT created_at, seen_at, expires_at, device, address FROM sessions WHERE member_id = ANY($1) ORDER BY created_at`},
	{"waiting_adjustments", []string{"adjustments"}, `SELECT points, reason, state, asked_at, decided_at FROM adjustments WHERE member_id = ANY($1) ORDER BY asked_at, id`},
	{"staff_acts", []string{"audit"}, `SELECT at, actor, role, action, reason, detail FROM audit WHERE member_id = ANY($1) ORDER BY at, id`},
	{"staff_changes", []string{"member_changes"}, `SELECT a.at, c.field, c.before, c.after FROM member_changes c JOIN audit a ON a.id = c.audit_id
		WHERE c.member_id = ANY($1) ORDER BY a.at, c.field`},
}

// Tables lists the tables that the export gives.
func Tables() []string {
	var all []string
	for _, p := range parts {
		all = append(all, p.tables...)
	}
	return append(all, "voucher_codes")
}
