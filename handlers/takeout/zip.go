package takeout

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/dossiers"
	"fealty/models/ids"
	"fealty/views"
)

// Send answers a request with everything about a member.
func Send(c *fiber.Ctx, d web.Deps, member ids.Member) error {
	dossier, err := dossiers.Read(c.UserContext(), d.DB, d.Keyring, member)
	if err != nil {
		return err
	}
	file, err := Zip(d.Views, web.Locale(c), dossier)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/zip")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="data-`+dossier.MadeAt.Format("2006-01-02")+`.zip"`)
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.Send(file)
}

// recordView is the page for people.
type recordView struct {
	L      *views.Locale
	MadeAt string
	Tables []table
}

// table is one part in words.
type table struct {
	Title   string
	Columns []string
	Rows    [][]string
	IsCut   bool
}

// Zip writes data.json, data.html and a CSV for each part that has rows.
func Zip(engine *views.Engine, l *views.Locale, d dossiers.Dossier) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	view := recordView{L: l, MadeAt: l.At(d.MadeAt)}
	for _, part := range d.Parts {
		if len(part.Rows) == 0 {
			continue
		}
		rows, err := part.Cells()
		if err != nil {
			return nil, err
		}
		view.Tables = append(view.Tables, table{l.T("member.data.part." + part.Name), part.Columns, rows, part.IsCut})
		if err := put(z, "tables/"+part.Name+".csv", func(w io.Writer) error { return writeCSV(w, part.Columns, rows) }); err != nil {
			return nil, err
		}
	}
	if err := put(z, "data.json", func(w io.Writer) error { return writeJSON(w, d) }); err != nil {
		return nil, err
	}
	page, err := engine.Draw("takeout/record", view)
	if err != nil {
		return nil, err
	}
	if err := put(z, "data.html", func(w io.Writer) error { _, err := io.WriteString(w, string(page)); return err }); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("write a takeout: %w", err)
	}
	return out.Bytes(), nil
}

func put(z *zip.Writer, name string, write func(io.Writer) error) error {
	w, err := z.Create(name)
	if err == nil {
		err = write(w)
	}
	if err != nil {
		return fmt.Errorf("write %s of a takeout: %w", name, err)
	}
	return nil
}

func writeJSON(w io.Writer, d dossiers.Dossier) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", " ")
	return enc.Encode(d)
}

// writeCSV keeps every cell from being a formula.
func writeCSV(w io.Writer, columns []string, rows [][]string) error {
	out := csv.NewWriter(w)
	if err := out.Write(append([]string{"\ufeff" + columns[0]}, columns[1:]...)); err != nil {
		return err
	}
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = web.Cell(cell)
		}
		if err := out.Write(safe); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
