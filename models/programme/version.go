package programme

import (
	"fmt"
	"time"

	"fealty/models/db"
	"fealty/models/money"
)

// Version is one published document with what is worked out from it once. It is
// shared and never changed.
type Version struct {
	Number   int
	StartsAt time.Time
	Document Document

	currency money.Currency
	zone     *time.Location
	words    map[string]LanguageWords
}

// NewVersion works out a version of a checked document.
func NewVersion(number int, startsAt time.Time, doc Document) (*Version, error) {
	zone, err := time.LoadLocation(doc.Club.TimeZone)
	if err != nil {
		return nil, fmt.Errorf("read the programme's time zone: %w", err)
	}
	currency, ok := money.LookupCurrency(doc.Club.Currency)
	if !ok || len(doc.Club.Languages) == 0 || len(doc.Tiers.Steps) == 0 {
		return nil, fmt.Errorf("read programme version %d: it was not checked", number)
	}
	v := &Version{Number: number, StartsAt: startsAt, Document: doc, currency: currency, zone: zone}
	v.words = make(map[string]LanguageWords, len(doc.Club.Languages))
	for _, language := range doc.Club.Languages {
		v.words[language] = doc.In(language)
	}
	return v, nil
}

// Currency is the programme's one currency.
func (v *Version) Currency() money.Currency { return v.currency }

// Zone is the programme's time zone.
func (v *Version) Zone() *time.Location { return v.zone }

// Midnight is when a local day begins; day is a UTC midnight, as Today gives it.
func (v *Version) Midnight(day time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, v.Zone())
}

// Today is the programme's local day of an instant, as a UTC midnight.
func (v *Version) Today(at time.Time) time.Time { return db.Today(at, v.zone) }

// Words are the shop's own in one language, or in its first language.
func (v *Version) Words(language string) LanguageWords {
	if words, ok := v.words[language]; ok {
		return words
	}
	return v.words[v.Document.Club.Languages[0]]
}
