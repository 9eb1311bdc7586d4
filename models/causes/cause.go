package causes

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/money"
)

// State says whether members may give to a cause.
type State string

// The states of a cause.
const (
	Live     State = "live"
	Paused   State = "paused"
	Archived State = "archived"
)

// Cause is one thing to give to. Goal is per year; MatchPercent is what the
// shop adds to each gift (100 doubles it).
type Cause struct {
	ID           ids.Cause    `db:"id"`
	State        State        `db:"state"`
	Art          string       `db:"art"`
	Goal         money.Amount `db:"goal"`
	MatchPercent int          `db:"match_percent"`
	Position     int          `db:"position"`
	CreatedAt    time.Time    `db:"created_at"`
}

// Text is a cause's words in one language.
type Text struct {
	Language    string `db:"language" json:"language"`
	Name        string `db:"name" json:"name"`
	Description string `db:"description" json:"description"`
}

// Shown is a cause with the words that one reader gets: in the reader's
// language, else in the club's main one; Language says which.
type Shown struct {
	Cause
	Text
}

// Check names every field that can't be kept as it stands. The text in the
// club's main language is required; fields of texts are `texts.nb.name`.
func Check(c Cause, texts []Text, main string) error {
	var wrong fault.Fields
	if c.State != Live && c.State != Paused && c.State != Archived {
		wrong.Add("state", "choice")
	}
	if c.Art == "" {
		wrong.Add("art", "required")
	}
	if c.Goal < 0 || c.Goal > money.MaxAmount {
		wrong.Add("goal", "range")
	}
	if c.MatchPercent < 0 || c.MatchPercent > 1000 {
		wrong.Add("match_percent", "between", fault.Params{"min": 0, "max": 1000})
	}
	checkTexts(&wrong, texts, main)
	return wrong.Err()
}

func checkTexts(wrong *fault.Fields, texts []Text, main string) {
	found := false
	for _, t := range texts {
		found = found || t.Language == main
		field := fmt.Sprintf("texts.%s.", t.Language)
		if strings.TrimSpace(t.Name) == "" {
			wrong.Add(field+"name", "required")
		}
		if utf8.RuneCountInString(t.Name) > 80 {
			wrong.Add(field+"name", "too_long", fault.Params{"max": 80})
		}
		if utf8.RuneCountInString(t.Description) > 1000 {
			wrong.Add(field+"description", "too_long", fault.Params{"max": 1000})
		}
	}
	if !found {
		wrong.Add(fmt.Sprintf("texts.%s.name", main), "required")
	}
}
