package recording

import (
	"encoding/json"
	"fmt"

	"fealty/models/money"
	"fealty/models/once"
	"fealty/models/purchases"
	"github.com/google/uuid"
)

// storedFacts is what a purchase was decided on, as it is kept with it. Key is
// the id of the key that leads to the receipt; none where nobody asked for one.
type storedFacts struct {
	Tier   string       `json:"tier"`
	Since  string       `json:"since"`
	Spend  money.Amount `json:"spend"`
	Points money.Points `json:"points"`
	On     string       `json:"on"`
	Key    uuid.UUID    `json:"-"`
}

// Stored gives the facts as they are kept with the purchase; a key leads to its
// receipt. They are a list, in the order of storedFacts: every purchase has them,
// and names would take more room than they do.
func (f Facts) Stored(key once.Key) (purchases.Facts, error) {
	list := []any{f.Standing.Tier, dateText(&f.Standing.Since), f.Window.Spend, f.Window.Points, dateText(&f.Today)}
	if key != (once.Key{}) {
		id := key.ID()
		list = append(list, id[:])
	}
	text, err := json.Marshal(list)
	if err != nil {
		return nil, fmt.Errorf("write a purchase's facts: %w", err)
	}
	return text, nil
}

// readFacts reads them back, and the names that the first purchases had.
func readFacts(text purchases.Facts) (storedFacts, error) {
	var f storedFacts
	if len(text) > 0 && text[0] == '{' {
		var old struct {
			storedFacts
			once.Key
		}
		err := json.Unmarshal(text, &old)
		if f = old.storedFacts; old.Scope != "" {
			f.Key = old.ID()
		}
		return f, wrapFacts(err)
	}
	var key []byte
	err := json.Unmarshal(text, &[]any{&f.Tier, &f.Since, &f.Spend, &f.Points, &f.On, &key})
	if len(key) == len(f.Key) {
		f.Key = uuid.UUID(key)
	}
	return f, wrapFacts(err)
}

func wrapFacts(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("read a purchase's facts: %w", err)
}
