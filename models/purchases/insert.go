package purchases

import (
	"database/sql/driver"
	"time"

	"fealty/models/db"
	"fealty/models/money"
)

// Insert writes purchases with their lines, one or thousands in the same two
// statements.
func Insert(bought []Purchase, lines []Line) ([]db.Write, error) {
	if len(bought) == 0 {
		return nil, nil
	}
	head, err := insertPurchases(bought)
	if err != nil {
		return nil, err
	}
	if len(lines) == 0 {
		return []db.Write{head}, nil
	}
	return []db.Write{head, insertLines(lines)}, nil
}

func insertPurchases(rows []Purchase) (db.Write, error) {
	cells, err := documents(rows, func(p Purchase) driver.Valuer { return p.Cells })
	if err != nil {
		return db.Write{}, err
	}
	facts, err := documents(rows, func(p Purchase) driver.Valuer { return p.Facts })
	if err != nil {
		return db.Write{}, err
	}
	payments, err := documents(rows, func(p Purchase) driver.Valuer { return p.Payments })
	if err != nil {
		return db.Write{}, err
	}
	return db.Write{SQL: `
		INSERT INTO purchases (member_id, id, reference, placed_at, placed_on, recorded_at, channel, shop,
			total, shipping, discount, tax, paid_otherwise, earning_base, version,
			points, points_returned, entry_seq, tier_spend, tier_points, cells, facts, payments)
		SELECT u.member_id, u.id, u.reference, u.placed_at, u.placed_on, u.recorded_at, u.channel, u.shop,
			u.total, u.shipping, u.discount, u.tax, u.paid_otherwise, u.earning_base, u.version,
			u.points, u.points_returned, nullif(u.entry_seq, 0), u.tier_spend, u.tier_points,
			cast(u.cells AS jsonb), cast(u.facts AS jsonb), cast(u.payments AS jsonb)
		FROM unnest(cast($1 AS uuid[]), cast($2 AS uuid[]), cast($3 AS text[]), cast($4 AS timestamptz[]), cast($5 AS date[]),
			cast($6 AS timestamptz[]), cast($7 AS text[]), cast($8 AS text[]), cast($9 AS bigint[]), cast($10 AS bigint[]),
			cast($11 AS bigint[]), cast($12 AS bigint[]), cast($13 AS bigint[]), cast($14 AS bigint[]), cast($15 AS integer[]),
			cast($16 AS bigint[]), cast($17 AS bigint[]), cast($18 AS bigint[]), cast($19 AS bigint[]), cast($20 AS bigint[]),
			cast($21 AS text[]), cast($22 AS text[]), cast($23 AS text[]))
			AS u (member_id, id, reference, placed_at, placed_on, recorded_at, channel, shop,
			total, shipping, discount, tax, paid_otherwise, earning_base, version,
			points, points_returned, entry_seq, tier_spend, tier_points, cells, facts, payments)`,
		Args: []any{
			texts(rows, func(p Purchase) string { return p.MemberID.String() }),
			texts(rows, func(p Purchase) string { return p.ID.String() }),
			texts(rows, func(p Purchase) string { return p.Reference }),
			instants(rows, func(p Purchase) time.Time { return p.PlacedAt }),
			instants(rows, func(p Purchase) time.Time { return p.PlacedOn }),
			instants(rows, func(p Purchase) time.Time { return p.RecordedAt }),
			texts(rows, func(p Purchase) string { return p.Channel }),
			texts(rows, func(p Purchase) string { return p.Shop }),
			numbers(rows, func(p Purchase) money.Amount { return p.Total }),
			numbers(rows, func(p Purchase) money.Amount { return p.Shipping }),
			numbers(rows, func(p Purchase) money.Amount { return p.Discount }),
			numbers(rows, func(p Purchase) money.Amount { return p.Tax }),
			numbers(rows, func(p Purchase) money.Amount { return p.PaidOtherwise }),
			numbers(rows, func(p Purchase) money.Amount { return p.EarningBase }),
			numbers(rows, func(p Purchase) int { return p.Version }),
			numbers(rows, func(p Purchase) money.Points { return p.Points }),
			numbers(rows, func(p Purchase) money.Points { return p.PointsReturned }),
			numbers(rows, entrySeq),
			numbers(rows, func(p Purchase) money.Amount { return p.TierSpend }),
			numbers(rows, func(p Purchase) money.Points { return p.TierPoints }),
			cells, facts, payments,
		}}, nil
}

// entrySeq is 0 for none: a sequence begins at 1.
func entrySeq(p Purchase) int64 {
	if p.EntrySeq == nil {
		return 0
	}
	return *p.EntrySeq
}

func insertLines(rows []Line) db.Write {
	return db.Write{SQL: `
		INSERT INTO purchase_lines (member_id, purchase_id, line, sku, name, category, brand, bought, returned,
			unit_price, discount, amount, tax, base, points)
		SELECT u.member_id, u.purchase_id, u.line, u.sku, u.name, u.category, u.brand, u.bought, u.returned,
			u.unit_price, u.discount, u.amount, u.tax, u.base, u.points
		FROM unnest(cast($1 AS uuid[]), cast($2 AS uuid[]), cast($3 AS integer[]), cast($4 AS text[]), cast($5 AS text[]),
			cast($6 AS text[]), cast($7 AS text[]), cast($8 AS bigint[]), cast($9 AS bigint[]), cast($10 AS bigint[]),
			cast($11 AS bigint[]), cast($12 AS bigint[]), cast($13 AS bigint[]), cast($14 AS bigint[]), cast($15 AS bigint[]))
			AS u (member_id, purchase_id, line, sku, name, category, brand, bought, returned,
			unit_price, discount, amount, tax, base, points)`,
		Args: []any{
			texts(rows, func(l Line) string { return l.MemberID.String() }),
			texts(rows, func(l Line) string { return l.PurchaseID.String() }),
			numbers(rows, func(l Line) int { return l.Line }),
			texts(rows, func(l Line) string { return l.SKU }),
			texts(rows, func(l Line) string { return l.Name }),
			texts(rows, func(l Line) string { return l.Category }),
			texts(rows, func(l Line) string { return l.Brand }),
			numbers(rows, func(l Line) money.Quantity { return l.Bought }),
			numbers(rows, func(l Line) money.Quantity { return l.Returned }),
			numbers(rows, func(l Line) money.Amount { return l.UnitPrice }),
			numbers(rows, func(l Line) money.Amount { return l.Discount }),
			numbers(rows, func(l Line) money.Amount { return l.Amount }),
			numbers(rows, func(l Line) money.Amount { return l.Tax }),
			numbers(rows, func(l Line) money.Amount { return l.Base }),
			numbers(rows, func(l Line) money.Points { return l.Points }),
		}}
}
