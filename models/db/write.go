package db

import (
	"context"
	"fmt"
	"strconv"
	"strings"
)

// Write is one INSERT, UPDATE or DELETE that an owner contributes to a round
// trip. Its parameters count from $1 of its own; it has no WITH of its own, and
// no two writes of one Apply touch the same row.
type Write struct {
	SQL  string
	Args []any
}

// Apply runs all writes as one statement. Each sees the rows as they were
// before it, so what they need from one another is worked out in Go under the
// lock.
func (t *Tx) Apply(ctx context.Context, writes ...Write) error {
	if len(writes) == 0 {
		return nil
	}
	query, args := compose(writes)
	if _, err := t.exec(ctx, query, args...); err != nil {
		return fmt.Errorf("apply %d writes: %w", len(writes), err)
	}
	return nil
}

func compose(writes []Write) (string, []any) {
	size, count := 0, 0
	for _, w := range writes {
		size, count = size+len(w.SQL)+2*len(w.Args)+12, count+len(w.Args)
	}
	var query strings.Builder
	query.Grow(size)
	args := make([]any, 0, count)
	for i, w := range writes {
		lead := ", w"
		if i == 0 {
			lead = "WITH w"
		}
		query.WriteString(lead + strconv.Itoa(i) + " AS (")
		shift(&query, w.SQL, len(args))
		query.WriteString(")")
		args = append(args, w.Args...)
	}
	query.WriteString(" SELECT 1")
	return query.String(), args
}

// shift writes a query whose parameters count from further on. Every write
// passes here, so it reads each byte once.
func shift(out *strings.Builder, query string, by int) {
	for {
		at := strings.IndexByte(query, '$') + 1
		if at == 0 {
			out.WriteString(query)
			return
		}
		end := at
		for end < len(query) && query[end] >= '0' && query[end] <= '9' {
			end++
		}
		out.WriteString(query[:at])
		if n, err := strconv.Atoi(query[at:end]); err == nil {
			out.WriteString(strconv.Itoa(n + by))
		}
		query = query[end:]
	}
}
