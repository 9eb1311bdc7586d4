package cli

import (
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"strconv"

	"fealty/models/fault"
)

// why says in a sentence what was wrong with a return.
func (s sheet) why(f *fault.Error) string {
	if f == nil {
		return "Nothing was bought that this could be of."
	}
	return sentence(s.l, f.Key, f.Params)
}

// keep lists all that the terminal only lists the first of.
func (s sheet) keep(name string) error {
	if name == "" {
		return nil
	}
	file, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	out := csv.NewWriter(file)
	for _, row := range s.leftovers() {
		for i := range row {
			row[i] = plain(row[i])
		}
		_ = out.Write(row) // Error tells at the end
	}
	out.Flush()
	if err := errors.Join(out.Error(), file.Close()); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

// plain keeps a cell from being a formula in a spreadsheet.
func plain(cell string) string {
	if cell == "" {
		return cell
	}
	switch cell[0] {
	case '=', '+', '-', '@':
		return "'" + cell
	}
	return cell
}

func (s sheet) leftovers() [][]string {
	rows := [][]string{{"what", "line", "column", "reference", "customer", "sku", "name", "quantity", "amount", "reason"}}
	for _, b := range s.r.Bad {
		rows = append(rows, []string{"bad", strconv.Itoa(b.Line), b.Column, "", "", "", "", "", "", s.why(b.Why)})
	}
	for _, u := range s.r.Unmatched {
		rows = append(rows, []string{"unmatched", strconv.Itoa(u.Line), "", u.Reference, u.Customer, u.SKU, u.Name, u.Quantity.String(),
			s.r.Currency.Format(u.Amount), s.why(u.Why)})
	}
	for _, c := range s.r.Changed {
		rows = append(rows, []string{"changed", strconv.Itoa(c.Line), "", c.Reference, c.Customer, "", "", "", "", "Recorded before with other content."})
	}
	return rows
}
