package limits

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/fault"
)

// Limit allows Count attempts in each window of length Per.
type Limit struct {
	Count int
	Per   time.Duration
}

// Use is one limit that an attempt counts against. Keys read like
// "code:address:192.0.2.7": what, counted by, whom. The third part is kept as
// a digest only, since it may be a person's address.
type Use struct {
	Key   string
	Limit Limit
}

// Take counts an attempt against one limit; see TakeAll.
func Take(ctx context.Context, d *db.DB, key string, limit Limit) error {
	return TakeAll(ctx, d, Use{Key: key, Limit: limit})
}

// TakeAll counts an attempt against all limits at once, in a transaction of its
// own. When one of them is reached nothing is counted, so that who is stopped by
// one limit can't use up another's, and the answer is fault.TooMany "too_many"
// with the "seconds" to wait.
func TakeAll(ctx context.Context, d *db.DB, uses ...Use) error {
	if len(uses) == 0 {
		return nil
	}
	err := db.InTx(ctx, d, func(tx *db.Tx) error { return take(ctx, tx, uses) })
	if err != nil {
		return fmt.Errorf("take a limit: %w", err)
	}
	return nil
}

func take(ctx context.Context, tx *db.Tx, uses []Use) error {
	rows := make(map[string]Use, len(uses))
	var keys, starts, ends []string
	for _, use := range uses {
		key := use.stored()
		if _, twice := rows[key]; twice {
			continue
		}
		rows[key] = use
		start := use.Limit.start(tx.Now)
		keys = append(keys, key)
		starts = append(starts, start.Format(time.RFC3339Nano))
		ends = append(ends, start.Add(use.Limit.Per).Format(time.RFC3339Nano))
	}
	counts, err := count(ctx, tx, keys, starts, ends)
	if err != nil {
		return err
	}
	return judge(tx.Now, rows, counts)
}

type counted struct {
	Key   string `db:"key"`
	Count int    `db:"count"`
}

// Rows are touched in the order of their keys, so that two attempts never wait
// for each other.
func count(ctx context.Context, tx *db.Tx, keys, starts, ends []string) ([]counted, error) {
	var out []counted
	err := tx.Select(ctx, &out, `
		INSERT INTO limits (key, starts_at, count, expires_at)
		SELECT key, starts_at, 1, expires_at
		FROM unnest(cast($1 AS text[]), cast($2 AS timestamptz[]), cast($3 AS timestamptz[])) AS u (key, starts_at, expires_at)
		ORDER BY key
		ON CONFLICT (key, starts_at) DO UPDATE SET count = limits.count + 1
		RETURNING key, count`, pq.Array(keys), pq.Array(starts), pq.Array(ends))
	if err != nil {
		return nil, fmt.Errorf("count attempts: %w", err)
	}
	return out, nil
}

func judge(now time.Time, rows map[string]Use, counts []counted) error {
	var wait time.Duration
	for _, c := range counts {
		limit := rows[c.Key].Limit
		if c.Count > limit.Count {
			wait = max(wait, limit.start(now).Add(limit.Per).Sub(now))
		}
	}
	if wait == 0 {
		return nil
	}
	seconds := int((wait + time.Second - 1) / time.Second)
	return fault.New(fault.TooMany, "too_many", fault.Params{"seconds": seconds})
}

func (l Limit) start(now time.Time) time.Time { return now.UTC().Truncate(l.Per) }

func (u Use) stored() string {
	parts := strings.SplitN(u.Key, ":", 3)
	if len(parts) == 3 {
		digest := sha256.Sum256([]byte(parts[2]))
		parts[2] = hex.EncodeToString(digest[:16])
	}
	return strings.Join(parts, ":") + "/" + u.Limit.Per.String()
}

// AddressPrefix is what an address counts as: itself for IPv4, its /64 for IPv6,
// which is what one household or attacker has at least. What can't be read
// counts together as "unknown".
func AddressPrefix(addr string) string {
	ip, err := netip.ParseAddr(strings.TrimSpace(addr))
	if err != nil {
		return "unknown"
	}
	ip = ip.Unmap().WithZone("")
	if ip.Is4() {
		return ip.String()
	}
	prefix, err := ip.Prefix(64)
	if err != nil {
		return "unknown"
	}
	return prefix.String()
}

// Prune forgets windows that have passed, and tells how many.
func Prune(ctx context.Context, d *db.DB) (int64, error) {
	var n int64
	err := db.InTx(ctx, d, func(tx *db.Tx) (err error) {
		n, err = tx.Exec(ctx, `DELETE FROM limits WHERE expires_at < $1`, tx.Now)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("prune limits: %w", err)
	}
	return n, nil
}
