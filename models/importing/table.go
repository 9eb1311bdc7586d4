package importing

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"fealty/models/fault"
)

// Bounds of a file.
const (
	maxBytes = 4 << 30
	maxRows  = 5_000_000
	maxField = 2000
	maxBad   = 1000
)

// table reads a CSV file row by row, packed by gzip or not.
type table struct {
	csv    *csv.Reader
	names  []string
	at     map[string]int
	record []string
	rows   int
	report *Report
}

// openTable reads the header. What is no CSV with these columns is
// fault.Invalid.
func openTable(file io.Reader, report *Report, wanted ...string) (*table, error) {
	unpacked, err := unpack(file)
	if err != nil {
		return nil, err
	}
	t := &table{csv: csv.NewReader(&bounded{from: unpacked, left: maxBytes}), at: map[string]int{}, report: report}
	t.csv.ReuseRecord = true
	header, err := t.csv.Read()
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, "import_header", err)
	}
	for i, name := range header {
		name = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(name, "\ufeff")))
		if _, twice := t.at[name]; twice || !isText(name) {
			return nil, fault.New(fault.Invalid, "import_header")
		}
		t.at[name] = i
		t.names = append(t.names, name)
	}
	for _, name := range wanted {
		if _, there := t.at[name]; !there {
			return nil, fault.New(fault.Invalid, "import_column", fault.Params{"Column": name})
		}
	}
	return t, nil
}

func unpack(file io.Reader) (io.Reader, error) {
	buffered := bufio.NewReaderSize(file, 1<<16)
	magic, err := buffered.Peek(2)
	if err != nil || magic[0] != 0x1f || magic[1] != 0x8b {
		return buffered, nil //nolint:nilerr // a file of one byte is for the CSV reader to refuse
	}
	unpacked, err := gzip.NewReader(buffered)
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, "import_header", err)
	}
	return unpacked, nil
}

// bounded fails where a file, unpacked, is larger than it may be.
type bounded struct {
	from io.Reader
	left int64
}

// Read reads on.
func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.from.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return n, fault.New(fault.Invalid, "import_large", fault.Params{"Max": maxRows})
	}
	return n, err
}

// next reads a row that can be read; false at the end. Rows that can't are
// counted and listed.
func (t *table) next() (bool, error) {
	for {
		record, err := t.csv.Read()
		if errors.Is(err, io.EOF) {
			return false, nil
		}
		if t.rows++; t.rows > maxRows {
			return false, fault.New(fault.Invalid, "import_large", fault.Params{"Max": maxRows})
		}
		t.record = record
		ok, err := t.isReadable(err)
		if ok || err != nil {
			return ok, err
		}
		if len(t.report.Bad) > maxBad {
			return false, fault.New(fault.Invalid, "import_hopeless", fault.Params{"Max": maxBad})
		}
	}
}

// isReadable looks at the row that was read; an error is one of the file itself.
func (t *table) isReadable(err error) (bool, error) {
	var wrong *csv.ParseError
	switch {
	case errors.Is(err, csv.ErrFieldCount):
		t.refuse("", "import_fields", fault.Params{"Want": len(t.names), "Have": len(t.record)})
		return false, nil
	case errors.As(err, &wrong):
		t.report.Rows[Bad]++
		t.report.bad(wrong.StartLine, "", "import_csv")
		return false, nil
	case err != nil:
		return false, fmt.Errorf("read the file: %w", err)
	}
	for i, field := range t.record {
		if len(field) > maxField {
			t.refuse(t.names[i], "field.long", fault.Params{"Max": maxField})
			return false, nil
		}
		if !isText(field) {
			t.refuse(t.names[i], "field.text")
			return false, nil
		}
	}
	return true, nil
}

func isText(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] == 0x7f {
			return false
		}
	}
	return utf8.ValidString(s)
}

// refuse lists the row as bad and counts it.
func (t *table) refuse(column, key string, params ...fault.Params) {
	t.report.Rows[Bad]++
	t.report.bad(t.line(), column, key, params...)
}

// field gives a column of the row, "" for one that the file has not.
func (t *table) field(name string) string {
	if at, there := t.at[name]; there {
		return t.record[at]
	}
	return ""
}

// line gives the row's line in the file.
func (t *table) line() int {
	line, _ := t.csv.FieldPos(0)
	return line
}
