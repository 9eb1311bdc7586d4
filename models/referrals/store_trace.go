package referrals

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/ids"
)

// Leave keeps where a member was seen. Seen again within the day, nothing is
// written.
func Leave(member ids.Member, t Trace, at time.Time) []db.Write {
	if t.IsZero() {
		return nil
	}
	var kinds []string
	var keys [][]byte
	for kind, key := range map[string][]byte{"device": t.Device, "address": t.Address} {
		if key != nil {
			kinds, keys = append(kinds, kind), append(keys, key)
		}
	}
	return []db.Write{{SQL: `INSERT INTO referral_traces (member_id, kind, key, seen_at)
		SELECT $1, k, d, $4 FROM unnest($2::text[], $3::bytea[]) AS t (k, d)
		ON CONFLICT (member_id, kind, key) DO UPDATE SET seen_at = excluded.seen_at
			WHERE referral_traces.seen_at < excluded.seen_at - interval '1 day'`,
		Args: []any{member, pq.Array(kinds), pq.ByteaArray(keys), at}}}
}

// Alike names the flags of what a member's traces have in common with this one.
func Alike(ctx context.Context, r db.Reader, member ids.Member, t Trace) ([]string, error) {
	if t.IsZero() {
		return nil, nil
	}
	var kinds []string
	err := r.Select(ctx, &kinds, `SELECT kind FROM referral_traces WHERE member_id = $1 AND seen_at > $4
		AND ((kind = 'device' AND key = $2) OR (kind = 'address' AND key = $3))`, member, t.Device, t.Address, r.Time().Add(-TraceLife))
	if err != nil {
		return nil, fmt.Errorf("compare traces: %w", err)
	}
	var flags []string
	for kind, flag := range map[string]string{"device": FlagDevice, "address": FlagAddress} {
		if slices.Contains(kinds, kind) {
			flags = append(flags, flag)
		}
	}
	return flags, nil
}

// PruneTraces forgets traces whose time is over.
func PruneTraces(ctx context.Context, d *db.DB) error {
	return db.InTx(ctx, d, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM referral_traces WHERE seen_at < $1`, tx.Now.Add(-TraceLife)); err != nil {
			return fmt.Errorf("forget traces: %w", err)
		}
		return nil
	})
}

// ShareHousehold tells whether two members had something sent to one address.
func ShareHousehold(ctx context.Context, r db.Reader, a, b ids.Member) (bool, error) {
	var same bool
	err := r.Get(ctx, &same, `SELECT EXISTS (SELECT FROM shipments x JOIN shipments y ON lower(x.street) = lower(y.street)
			AND x.postcode = y.postcode AND x.country = y.country
		WHERE x.member_id = $1 AND y.member_id = $2 AND x.street <> '')`, a, b)
	if err != nil {
		return false, fmt.Errorf("compare households: %w", err)
	}
	return same, nil
}
