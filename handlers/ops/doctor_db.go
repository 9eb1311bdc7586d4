package ops

import (
	"context"
	"fmt"
	"strings"

	"github.com/lib/pq"

	"fealty/models/db"
)

// role is what the application's login may do.
type role struct {
	Name      string `db:"name"`
	Version   int    `db:"version"`
	IsSuper   bool   `db:"is_super"`
	Owns      int    `db:"owns"`
	IsManaged bool   `db:"is_managed"`
	// Lax are the settings by which a crash may lose what was acknowledged.
	Lax string `db:"lax"`
}

// readRole asks PostgreSQL about the role we are. A server that gave us no roles of our own (managed) has no fealty_app.
func readRole(ctx context.Context, r db.Reader) (role, error) {
	var found role
	err := r.Get(ctx, &found, `
		SELECT current_user AS name, cast(current_setting('server_version_num') AS integer) / 10000 AS version,
			(SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS is_super,
			(SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'goose%'
				AND pg_has_role(current_user, tableowner, 'USAGE')) AS owns,
			NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'fealty_app') AS is_managed,
			(SELECT coalesce(string_agg(name, ', ' ORDER BY name), '') FROM pg_settings
				WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off') AS lax`)
	if err != nil {
		return found, fmt.Errorf("ask who we are in the database: %w", err)
	}
	return found, nil
}

// guards are the triggers that keep what is written from being changed.
func guards() []string {
	return []string{
		"entries_stay", "entries_stay_whole", "lot_uses_stay", "lot_uses_stay_whole", "lots_stay", "wallets_stay",
		"programme_versions_stay", "programme_versions_stay_whole", "audit_stays", "audit_stays_whole", "consents_stay", "consents_stay_whole",
	}
}

// readMissingGuards lists the guards that are gone or switched off.
func readMissingGuards(ctx context.Context, r db.Reader) ([]string, error) {
	var missing []string
	err := r.Select(ctx, &missing, `
		SELECT wanted FROM unnest(cast($1 AS text[])) AS wanted
		WHERE NOT EXISTS (SELECT FROM pg_trigger WHERE tgname = wanted AND tgenabled IN ('O', 'A')) ORDER BY wanted`, pq.Array(guards()))
	if err != nil {
		return nil, fmt.Errorf("look for the triggers of the book: %w", err)
	}
	return missing, nil
}

func examineDatabase(ctx context.Context, p Patient) ([]Finding, error) {
	pending, err := db.Pending(ctx, p.DB)
	if err != nil {
		return nil, err
	}
	if pending > 0 {
		return []Finding{{true, fmt.Sprintf("the database lacks %d migration(s): run fealty migrate", pending)}}, nil
	}
	who, err := readRole(ctx, p.DB)
	if err != nil {
		return nil, err
	}
	found := p.judgeRole(who)
	missing, err := readMissingGuards(ctx, p.DB)
	if len(missing) > 0 {
		found = append(found, Finding{true, "triggers that keep the book from being changed are gone or off: " + strings.Join(missing, ", ")})
	}
	return found, err
}

// judgeRole says what is wrong with the login we use.
func (p Patient) judgeRole(who role) []Finding {
	var found []Finding
	if who.Version < 15 {
		found = append(found, Finding{true, fmt.Sprintf("PostgreSQL is version %d; 15 is the oldest that serves", who.Version)})
	}
	if who.Lax != "" {
		found = append(found, Finding{p.InProduction(), "PostgreSQL runs with " + who.Lax + " off: a crash may lose purchases that were acknowledged. Switch on"})
	}
	if who.IsSuper {
		found = append(found, Finding{p.InProduction(), "DATABASE_URL signs in as a superuser (" + who.Name + "), whom nothing in the database stops. Use fealty_app, and the owner only in DATABASE_OWNER_URL"})
		return found
	}
	switch {
	case who.Owns > 0 && who.IsManaged:
		found = append(found, Finding{Text: "this server let us make no roles, so " + who.Name + " owns the tables: only the triggers guard the book"})
	case who.Owns > 0:
		found = append(found, Finding{p.InProduction(), "DATABASE_URL signs in as " + who.Name + ", who owns the tables and could take the book's triggers away. Use fealty_app, and the owner only in DATABASE_OWNER_URL"})
	}
	return found
}
