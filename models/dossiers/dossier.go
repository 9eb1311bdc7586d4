package dossiers

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/members"
	"fealty/models/vouchers"
)

// Format names the shape of the export; docs/personal-data.md lays it down.
const Format = "fealty member 1"

// maxRows bounds one part. Nobody comes near; who does is told that it is cut.
const maxRows = 200_000

// Dossier is everything about one member.
type Dossier struct {
	Format string    `json:"format"`
	MadeAt time.Time `json:"made_at"`
	Parts  []Part    `json:"parts"`
}

// Part is one table: what it is called, its columns in order, and its rows as
// JSON objects with those columns. IsCut says that there are more.
type Part struct {
	Name    string            `json:"name"`
	Columns []string          `json:"columns"`
	Rows    []json.RawMessage `json:"rows"`
	IsCut   bool              `json:"is_cut,omitempty"`
}

// Read gathers everything about a member and those merged into them, from one
// moment. Codes of vouchers that can be used are opened by the keys.
func Read(ctx context.Context, d *db.DB, keys vouchers.Keyring, member ids.Member) (Dossier, error) {
	dossier := Dossier{Format: Format}
	err := db.InTx(ctx, d, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`); err != nil {
			return fmt.Errorf("take a snapshot: %w", err)
		}
		dossier.MadeAt, dossier.Parts = tx.Now.UTC(), nil
		people, err := members.Same(ctx, tx, member)
		if err != nil {
			return err
		}
		if len(people) == 0 {
			return fault.New(fault.NotFound, "not_found")
		}
		for _, p := range parts {
			read, err := p.read(ctx, tx, people)
			if err != nil {
				return err
			}
			dossier.Parts = append(dossier.Parts, read)
		}
		codes, err := codesOf(ctx, tx, keys, people)
		dossier.Parts = append(dossier.Parts, codes)
		return err
	})
	if err != nil {
		return Dossier{}, fmt.Errorf("read a dossier: %w", err)
	}
	return dossier, nil
}

func (p part) read(ctx context.Context, r db.Reader, people []ids.Member) (Part, error) {
	out := Part{Name: p.name, Columns: []string{}, Rows: []json.RawMessage{}}
	rows, err := r.Query(ctx, `SELECT row_to_json(x) FROM (`+p.sql+`) x LIMIT $2`, pq.Array(people), maxRows+1)
	if err != nil {
		return out, fmt.Errorf("read %s: %w", p.name, err)
	}
	defer func() { _ = rows.Close() }() // Err tells what Close would
	for rows.Next() {
		var text []byte
		if err := rows.Scan(&text); err != nil {
			return out, fmt.Errorf("read %s: %w", p.name, err)
		}
		out.Rows = append(out.Rows, bytes.Clone(text))
	}
	if len(out.Rows) > maxRows {
		out.Rows, out.IsCut = out.Rows[:maxRows], true
	}
	if len(out.Rows) > 0 {
		out.Columns, err = columnsOf(out.Rows[0])
	}
	return out, errors.Join(err, rows.Err())
}

// codesOf gives the codes of vouchers that can still be used.
func codesOf(ctx context.Context, r db.Reader, keys vouchers.Keyring, people []ids.Member) (Part, error) {
	out := Part{Name: "voucher_codes", Columns: []string{"voucher_id", "code"}, Rows: []json.RawMessage{}}
	open, err := vouchers.Open(ctx, r, people...)
	if err != nil {
		return out, err
	}
	for _, v := range open {
		code, err := keys.Open(v)
		if errors.Is(err, vouchers.ErrWiped) {
			continue
		}
		if err != nil {
			return out, err
		}
		row, err := json.Marshal(struct {
			Voucher ids.Voucher `json:"voucher_id"`
			Code    string      `json:"code"`
		}{v.ID, code.String()})
		if err != nil {
			return out, fmt.Errorf("write a code: %w", err)
		}
		out.Rows = append(out.Rows, row)
	}
	return out, nil
}

// columnsOf reads an object's names in their order.
func columnsOf(row json.RawMessage) ([]string, error) {
	names, _, err := split(row)
	return names, err
}

// split takes an object apart into names and values, in their order.
func split(row json.RawMessage) (names []string, values []json.RawMessage, err error) {
	dec := json.NewDecoder(bytes.NewReader(row))
	if _, err := dec.Token(); err != nil {
		return nil, nil, fmt.Errorf("read a row: %w", err)
	}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return nil, nil, fmt.Errorf("read a row: %w", err)
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return nil, nil, fmt.Errorf("read a row: %w", err)
		}
		text, _ := name.(string)
		names, values = append(names, text), append(values, value)
	}
	return names, values, nil
}

// Cells gives a part's rows as text, for tables on paper and in spreadsheets:
// text without quotes, nothing for null, the rest as JSON.
func (p Part) Cells() ([][]string, error) {
	all := make([][]string, 0, len(p.Rows))
	for _, row := range p.Rows {
		_, values, err := split(row)
		if err != nil {
			return nil, err
		}
		cells := make([]string, len(values))
		for i, v := range values {
			cells[i] = cell(v)
		}
		all = append(all, cells)
	}
	return all, nil
}

func cell(v json.RawMessage) string {
	var text string
	switch {
	case string(v) == "null":
		return ""
	case json.Unmarshal(v, &text) == nil:
		return text
	}
	return string(v)
}
