package cli

import (
	"context"

	"fealty/models/arranging"
	"fealty/models/programme"
	"fealty/models/publishing"
	"fealty/views"
)

// migrate brings the schema up to date; the flags say how a fresh database's programme begins.
func migrate(ctx context.Context, c call) error {
	for flag, setting := range map[string]string{"currency": "CURRENCY", "time-zone": "TIME_ZONE", "club": "CLUB_NAME", "language": "CLUB_LANGUAGE"} {
		value := c.flags.String(flag, c.Getenv(setting), "of a fresh database, instead of "+setting)
		c.Getenv = override(c.Getenv, setting, value)
	}
	if _, err := c.parse(0); err != nil {
		return err
	}
	return c.within(ctx, true, func(h *home) error {
		isNew, err := h.begin(ctx)
		if err != nil {
			return err
		}
		h.say("The database is up to date.")
		if isNew {
			h.say("Its first programme: %s, in %s, days of %s.", h.config.Club.Name, h.config.Club.Currency, h.config.Club.Zone)
		}
		return nil
	})
}

// override reads one setting from a flag, once flags are parsed.
func override(getenv func(string) string, name string, value *string) func(string) string {
	return func(asked string) string {
		if asked == name {
			return *value
		}
		return getenv(asked)
	}
}

// begin gives a fresh database its first programme and tells whether it was fresh.
func (h *home) begin(ctx context.Context) (bool, error) {
	isNew, err := h.isFresh(ctx)
	if err != nil || !isNew {
		return false, err
	}
	_, err = publishing.Initial(ctx, h.db, programme.Settings{
		Currency: h.config.Club.Currency, TimeZone: h.config.Club.Zone.String(), ClubName: h.config.Club.Name,
		Languages: ordered(h.config.Club.Language),
	})
	if err == nil {
		err = arranging.Begin(ctx, h.db)
	}
	return true, err
}

// isFresh tells whether no programme was ever published.
func (h *home) isFresh(ctx context.Context) (bool, error) {
	published, err := programme.List(ctx, h.db)
	return len(published) == 0, err
}

// ordered are all languages, the shop's own first.
func ordered(first string) []string {
	list := []string{first}
	for _, language := range views.Languages {
		if language != first {
			list = append(list, language)
		}
	}
	return list
}
