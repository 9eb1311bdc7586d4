package stamps

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/ids"
)

// SaveCards keeps cards as they stand now. The caller holds the member's wallets,
// and so nobody else changes their cards.
func SaveCards(member ids.Member, cards []Card, at time.Time) db.Write {
	var rewards []string
	var collected, spent []int64
	for _, c := range cards {
		rewards, collected, spent = append(rewards, c.RewardID.String()), append(collected, c.Collected), append(spent, c.Spent)
	}
	return db.Write{SQL: `INSERT INTO stamp_cards AS s (member_id, reward_id, collected, spent, updated_at)
		SELECT $1, r, c, p, $5 FROM unnest($2::uuid[], $3::bigint[], $4::bigint[]) AS t (r, c, p)
		ON CONFLICT (member_id, reward_id) DO UPDATE SET collected = excluded.collected, spent = excluded.spent, updated_at = excluded.updated_at`,
		Args: []any{member, pq.Array(rewards), pq.Array(collected), pq.Array(spent), at}}
}

// InsertMarks keeps what a purchase's lines gave.
func InsertMarks(member ids.Member, purchase ids.Purchase, marks []Mark) db.Write {
	var rewards []string
	var lines, given []int64
	for _, m := range marks {
		rewards, lines, given = append(rewards, m.RewardID.String()), append(lines, int64(m.Line)), append(given, m.Stamps)
	}
	return db.Write{SQL: `INSERT INTO stamp_marks (member_id, purchase_id, line, reward_id, stamps)
		SELECT $1, $2, l, r, s FROM unnest($3::integer[], $4::uuid[], $5::bigint[]) AS t (l, r, s)`,
		Args: []any{member, purchase, pq.Array(lines), pq.Array(rewards), pq.Array(given)}}
}

// TakeBack writes what was taken of a purchase's marks.
func TakeBack(member ids.Member, purchase ids.Purchase, marks []Mark) db.Write {
	var rewards []string
	var lines, taken []int64
	for _, m := range marks {
		rewards, lines, taken = append(rewards, m.RewardID.String()), append(lines, int64(m.Line)), append(taken, m.TakenBack)
	}
	return db.Write{SQL: `UPDATE stamp_marks m SET taken_back = t.b FROM unnest($3::integer[], $4::uuid[], $5::bigint[]) AS t (l, r, b)
		WHERE m.member_id = $1 AND m.purchase_id = $2 AND m.line = t.l AND m.reward_id = t.r`,
		Args: []any{member, purchase, pq.Array(lines), pq.Array(rewards), pq.Array(taken)}}
}

// LoadMarks gives what a purchase's lines gave.
func LoadMarks(ctx context.Context, r db.Reader, member ids.Member, purchase ids.Purchase) ([]Mark, error) {
	var rows []struct {
		Line      int        `db:"line"`
		RewardID  ids.Reward `db:"reward_id"`
		Stamps    int64      `db:"stamps"`
		TakenBack int64      `db:"taken_back"`
	}
	err := r.Select(ctx, &rows, `SELECT line, reward_id, stamps, taken_back FROM stamp_marks
		WHERE member_id = $1 AND purchase_id = $2 ORDER BY line, reward_id`, member, purchase)
	if err != nil {
		return nil, fmt.Errorf("read a purchase's stamps: %w", err)
	}
	marks := make([]Mark, len(rows))
	for i, row := range rows {
		marks[i] = Mark(row)
	}
	return marks, nil
}

// LoadCards gives a member's cards by reward.
func LoadCards(ctx context.Context, r db.Reader, member ids.Member) (map[ids.Reward]Card, error) {
	var rows []struct {
		RewardID  ids.Reward `db:"reward_id"`
		Collected int64      `db:"collected"`
		Spent     int64      `db:"spent"`
	}
	if err := r.Select(ctx, &rows, `SELECT reward_id, collected, spent FROM stamp_cards WHERE member_id = $1`, member); err != nil {
		return nil, fmt.Errorf("read stamp cards: %w", err)
	}
	cards := map[ids.Reward]Card{}
	for _, row := range rows {
		cards[row.RewardID] = Card(row)
	}
	return cards, nil
}
