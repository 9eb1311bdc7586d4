package db

import (
	"context"
	"fmt"
	"regexp"
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

var parameter = regexp.MustCompile(`\$(\d+)`)

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
	var query strings.Builder
	var args []any
	for i, w := range writes {
		lead := ", w"
		if i == 0 {
			lead = "WITH w"
		}
		query.WriteString(lead + strconv.Itoa(i) + " AS (" + shift(w.SQL, len(args)) + ")")
		args = append(args, w.Args...)
	}
	query.WriteString(" SELECT 1")
	return query.String(), args
}

func shift(query string, by int) string {
	if by == 0 {
		return query
	}
	return parameter.ReplaceAllStringFunc(query, func(p string) string {
		n, _ := strconv.Atoi(p[1:])
		return "$" + strconv.Itoa(n+by)
	})
}
