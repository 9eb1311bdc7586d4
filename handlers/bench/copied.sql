SELECT o.outcome, p.cells, p.facts, p.payments, e.detail, m.params
	FROM purchases p JOIN entries e ON e.member_id = p.member_id AND e.source_id = p.id
	JOIN once_keys o ON o.input_hash = (SELECT input_hash FROM purchase_references WHERE purchase_id = p.id) JOIN messages m ON m.member_id = p.member_id
	ORDER BY p.id DESC LIMIT 1
