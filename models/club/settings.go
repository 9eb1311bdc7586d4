package club

import (
	"slices"
	"time"

	"github.com/lib/pq"

	"fealty/models/money"
)

// The features that a shop may turn off.
const (
	Give     = "give"
	Invite   = "invite"
	Gifts    = "gifts"
	Claims   = "claims"
	Offers   = "offers"
	Earn     = "earn"
	Tiers    = "tiers"
	Till     = "till"
	Partners = "partners"
)

// Features lists them in the order in which the settings show them.
func Features() []string {
	return []string{Earn, Tiers, Offers, Invite, Gifts, Give, Claims, Till, Partners}
}

// Settings are all that the shop has set.
type Settings struct {
	// Revision counts the changes; 0 is what holds while nothing was ever set.
	Revision int64 `db:"revision"`
	// OpenedAt is when the club opened to the public, nil while it is being set up.
	OpenedAt *time.Time `db:"opened_at"`
	// Template is what the first-run guide began from; Steps are those of it that
	// are done.
	Template string         `db:"template"`
	Steps    pq.StringArray `db:"steps"`
	// TurnedOff are the features that the shop doesn't want.
	TurnedOff pq.StringArray `db:"turned_off"`
	Theme
	// Logo is the shop's own mark, the zero value where it has none.
	Logo Logo `db:"logo_id"`
	// Help is where members ask, Complaints where they complain; "" is none.
	Help       string `db:"help"`
	Complaints string `db:"complaints"`
	// SMS says whether messages go out by SMS where a provider is set.
	SMS bool `db:"sms"`
	Limits
	UpdatedAt time.Time `db:"updated_at"`
	// Texts are the shop's own for its start page, by language.
	Texts map[string]Text
}

// Limits bound what one of the staff gives or takes by hand.
type Limits struct {
	PerAct money.Points `db:"points_per_act"`
	PerDay money.Points `db:"points_per_day"`
	// ApproveAbove is from where on a second person has to agree: more than so many
	// points. 0 asks for it always.
	ApproveAbove money.Points `db:"approve_above"`
}

// Text is what the start page says in one language; "" is the usual sentence.
type Text struct {
	Language string `db:"language"`
	Heading  string `db:"heading"`
	Lead     string `db:"lead"`
}

// Default are the settings of a shop that never set any: the usual colours,
// everything on, and open.
func Default() Settings {
	return Settings{
		Theme:  DefaultTheme(),
		SMS:    true,
		Limits: Limits{PerAct: 10_000, PerDay: 50_000, ApproveAbove: 5_000},
		Texts:  map[string]Text{},
	}
}

// Has tells whether a feature is on. What nobody can turn off is always on.
func (s Settings) Has(feature string) bool { return !slices.Contains(s.TurnedOff, feature) }

// IsOpen tells whether the public may come in.
func (s Settings) IsOpen() bool { return s.Revision == 0 || s.OpenedAt != nil }

// IsDone tells whether a step of the first-run guide is done.
func (s Settings) IsDone(step string) bool { return slices.Contains(s.Steps, step) }

// Finish adds a step to those that are done.
func (s *Settings) Finish(step string) {
	if !s.IsDone(step) {
		s.Steps = append(slices.Clone(s.Steps), step)
	}
}

// Turn turns a feature on or off.
func (s *Settings) Turn(feature string, on bool) {
	s.TurnedOff = slices.DeleteFunc(slices.Clone(s.TurnedOff), func(f string) bool { return f == feature })
	if !on {
		s.TurnedOff = append(s.TurnedOff, feature)
	}
}
