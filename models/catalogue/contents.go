package catalogue

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
)

// Hidden is what only those see who have redeemed, in one language: a text, or
// nothing but a link.
type Hidden struct {
	Language string `db:"language"`
	Body     string `db:"body"`
}

// MaxHidden bounds a hidden text, in characters.
const MaxHidden = 4000

// Link is the address when the whole is one; "" for a text.
func (h Hidden) Link() string {
	u, err := url.Parse(h.Body)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || strings.ContainsAny(h.Body, " \n") {
		return ""
	}
	return h.Body
}

// checkHidden wants a text in the club's main language for content, and bounds
// each.
func checkHidden(wrong *fault.Fields, k Kind, list []Hidden, main string) {
	found := false
	for _, h := range list {
		found = found || h.Language == main
		if utf8.RuneCountInString(h.Body) > MaxHidden {
			wrong.Add("hidden."+h.Language, "too_long", fault.Params{"max": MaxHidden})
		}
	}
	if k == Content && !found {
		wrong.Add("hidden."+main, "required")
	}
}

// SaveHidden keeps exactly these texts.
func SaveHidden(ctx context.Context, tx *db.Tx, id ids.Reward, list []Hidden) error {
	var languages, bodies []string
	for _, h := range list {
		languages, bodies = append(languages, h.Language), append(bodies, h.Body)
	}
	if _, err := tx.Exec(ctx, `DELETE FROM reward_contents WHERE reward_id = $1`, id); err != nil {
		return fmt.Errorf("clear hidden texts: %w", err)
	}
	_, err := tx.Exec(ctx, `INSERT INTO reward_contents (reward_id, language, body) SELECT $1, l, b FROM unnest($2::text[], $3::text[]) AS t (l, b)`,
		id, pq.Array(languages), pq.Array(bodies))
	if err != nil {
		return fmt.Errorf("save hidden texts: %w", err)
	}
	return nil
}

// AllHidden gives a reward's hidden texts in all languages, for the editor.
func AllHidden(ctx context.Context, r db.Reader, id ids.Reward) ([]Hidden, error) {
	var list []Hidden
	err := r.Select(ctx, &list, `SELECT language, body FROM reward_contents WHERE reward_id = $1 ORDER BY language`, id)
	if err != nil {
		return nil, fmt.Errorf("read hidden texts: %w", err)
	}
	return list, nil
}

// HiddenFor gives the hidden text that a reader sees; an empty one when there is
// none. The caller has seen that the reader has redeemed it.
func HiddenFor(ctx context.Context, r db.Reader, id ids.Reward, lang Languages) (Hidden, error) {
	var list []Hidden
	err := r.Select(ctx, &list, `SELECT language, body FROM reward_contents WHERE reward_id = $1
		ORDER BY (language = $2) DESC, (language = $3) DESC, language LIMIT 1`, id, lang.Wanted, lang.Main)
	if err != nil || len(list) == 0 {
		return Hidden{}, wrapped("read a hidden text", err)
	}
	return list[0], nil
}

func wrapped(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}
