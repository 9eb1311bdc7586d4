package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"fealty/models/importing"
	"fealty/models/programme"
	"fealty/views"
)

// importPurchases records the purchases of a file and prints the reconciliation.
func importPurchases(ctx context.Context, c call) error {
	var cmd importing.Command
	c.flags.StringVar(&cmd.Format, "format", importing.FormatFealty, "of the file: "+importing.FormatFealty+" or "+importing.FormatRetail+"; gzip is read too")
	c.flags.StringVar(&cmd.Source, "source", "", "the system the file comes from; customer numbers are kept under this name (default: the format's)")
	c.flags.BoolVar(&cmd.DryRun, "dry-run", false, "write nothing, print the same report")
	c.flags.BoolVar(&cmd.ShiftDates, "shift-dates", false, "move all dates by whole weeks, so that the last day is in the past week")
	c.flags.BoolVar(&cmd.AsIs, "currency-as-is", false, "take amounts as the programme's currency, whatever they were")
	c.flags.BoolVar(&cmd.SkipBad, "skip-bad-rows", false, "import what is good of a file with bad rows")
	list := c.flags.String("report", "", "write all bad rows, unmatched returns and changed references to this CSV file")
	words, err := c.parse(1)
	if err != nil {
		return err
	}
	return c.within(ctx, true, func(h *home) error { return h.importFile(ctx, files{words[0], *list}, cmd) })
}

// files are what is read, and where all that is wrong with it is listed.
type files struct{ purchases, list string }

func (h *home) importFile(ctx context.Context, names files, cmd importing.Command) error {
	if _, err := h.begin(ctx); err != nil {
		return err
	}
	locales, err := views.LoadLocales()
	if err != nil {
		return err
	}
	file, err := os.Open(names.purchases)
	if err != nil {
		return fmt.Errorf("open the file: %w", err)
	}
	defer func() { _ = file.Close() }()
	started, progress := time.Now(), bar{out: h.Stderr}
	cmd.File, cmd.Progress = file, func(did, all int) { progress.show("purchases and returns", did, all) }
	report, err := importing.Run(ctx, h.db, importing.Deps{Programme: &programme.Cache{}}, cmd)
	progress.end()
	if report.Total() > 0 || len(report.Bad) > 0 {
		page := sheet{h.Stdout, locales.Pick("en"), &report}
		page.print()
		if kept := page.keep(names.list); kept != nil {
			return errors.Join(kept, h.tell(err))
		}
	}
	if err != nil {
		return h.tell(err)
	}
	h.say("%s in %.1f s.", map[bool]string{true: "Tried, nothing written,", false: "Imported"}[cmd.DryRun], time.Since(started).Seconds())
	return nil
}
