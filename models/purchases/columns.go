package purchases

import (
	"database/sql/driver"
	"fmt"
	"time"

	"github.com/lib/pq"
)

// Rows go in as one array per column, so that one purchase and a thousand are
// the same statement.

func texts[T any](rows []T, of func(T) string) pq.StringArray {
	out := make(pq.StringArray, len(rows))
	for i, row := range rows {
		out[i] = of(row)
	}
	return out
}

func numbers[T any, N ~int | ~int64](rows []T, of func(T) N) pq.Int64Array {
	out := make(pq.Int64Array, len(rows))
	for i, row := range rows {
		out[i] = int64(of(row))
	}
	return out
}

func instants[T any](rows []T, of func(T) time.Time) pq.StringArray {
	return texts(rows, func(row T) string { return of(row).UTC().Format(time.RFC3339Nano) })
}

func byteas(values [][]byte) pq.ByteaArray { return pq.ByteaArray(values) }

func documents[T any](rows []T, of func(T) driver.Valuer) (pq.StringArray, error) {
	out := make(pq.StringArray, len(rows))
	for i, row := range rows {
		v, err := of(row).Value()
		if err != nil {
			return nil, fmt.Errorf("write jsonb: %w", err)
		}
		out[i] = v.(string)
	}
	return out, nil
}
