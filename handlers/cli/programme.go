package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"fealty/models/programme"
	"fealty/models/publishing"
)

// showProgramme prints the document in force; it can be changed and published again.
func showProgramme(ctx context.Context, c call) error {
	if _, err := c.parse(0); err != nil {
		return err
	}
	return c.within(ctx, false, func(h *home) error {
		version, err := new(programme.Cache).InForce(ctx, h.db)
		if err != nil {
			return err
		}
		out := json.NewEncoder(h.Stdout)
		out.SetIndent("", "  ")
		return out.Encode(version.Document)
	})
}

// longestDocument bounds what is read of a programme.
const longestDocument = 1 << 20

// publishProgramme makes a document the next version.
func publishProgramme(ctx context.Context, c call) error {
	note := c.flags.String("note", "", "why it changes, for the list of versions")
	words, err := c.parse(1)
	if err != nil {
		return err
	}
	document, err := c.readDocument(words[0])
	if err != nil {
		return err
	}
	return c.within(ctx, true, func(h *home) error {
		version, err := publishing.Publish(ctx, h.db, new(programme.Cache), publishing.Command{Document: document, By: "cli", Note: *note})
		if err != nil {
			return h.tell(err)
		}
		h.say("Version %d is in force since %s.", version.Number, version.StartsAt.In(version.Zone()).Format("2006-01-02 15:04"))
		return nil
	})
}

func (c call) readDocument(name string) ([]byte, error) {
	from := c.Stdin
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, fmt.Errorf("read the programme: %w", err)
		}
		defer func() { _ = file.Close() }()
		from = file
	}
	document, err := io.ReadAll(io.LimitReader(from, longestDocument))
	if err != nil {
		return nil, fmt.Errorf("read the programme: %w", err)
	}
	return document, nil
}
