package member

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/catalogue"
	"fealty/models/fault"
	"fealty/models/insights"
	"fealty/models/members"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/redeeming"
)

// few is how many are left when a tile begins to say so.
const few = 10

// offer is a reward as one member sees it now.
type offer struct {
	catalogue.Card
	// Refusal is what stands in the way; nil when the member can have it.
	Refusal *fault.Error
	// Have is what the member can spend, Keep what stays after this reward.
	Have, Keep money.Points
	// AtTier is the phrase for the tier that opens it ("at Gold").
	AtTier string
	// Today is the day on which this was judged, in the programme's zone.
	Today time.Time
}

// State is the one thing that a tile says: "ready", "left", "seats", "togo",
// "tier", "later", "limit", "out", "back" or "closed".
func (o offer) State() string {
	if o.Refusal == nil {
		if s := o.Stock(); !s.Unlimited && s.Remaining <= few {
			if o.Kind == catalogue.Event {
				return "seats"
			}
			return "left"
		}
		return "ready"
	}
	if o.Refusal.Key == "sold_out" && o.BackOn != nil && o.BackOn.After(o.Today) {
		return "back"
	}
	state, ok := map[string]string{"too_few_points": "togo", "tier_too_low": "tier", "not_started": "later",
		"limit_reached": "limit", "sold_out": "out"}[o.Refusal.Key]
	if !ok {
		return "closed"
	}
	return state
}

// IsReady tells whether one press gives it.
func (o offer) IsReady() bool { return o.Refusal == nil }

// ToGo is how many points are missing.
func (o offer) ToGo() money.Points { return max(o.Price-o.Have, 0) }

// Left is how many there still are.
func (o offer) Left() int64 { return o.Stock().Remaining }

// offerOf judges one reward for a member with the same decision that the press
// meets.
func offerOf(v *programme.Version, home insights.Home, card catalogue.Card, language string) offer {
	facts := redeeming.Facts{Card: card, Tiers: v.Document.Tiers, Tier: home.Standing.Tier, Held: home.Held[card.ID],
		Spendable: home.Spendable, Today: home.Today, Now: home.Now}
	return offer{Card: card, Refusal: redeeming.Decide(facts), Have: home.Spendable, Keep: max(home.Spendable-card.Price, 0),
		AtTier: v.Words(language).Tiers[card.Tier].At, Today: home.Today}
}

// shelf is the whole catalogue as a member sees it, in the shop's order, and
// what the member has.
type shelf struct {
	Home   insights.Home
	Offers []offer
}

// readShelf takes two statements.
func readShelf(c *fiber.Ctx, d web.Deps) (shelf, error) {
	_, s, err := readGoods(c, d)
	return s, err
}

// readGoods is the shelf with the programme in force: two statements.
func readGoods(c *fiber.Ctx, d web.Deps) (*programme.Version, shelf, error) {
	v, home, err := readHolder(c, d)
	if err != nil {
		return nil, shelf{}, err
	}
	s := shelf{Home: home}
	cards, err := catalogue.Open(c.UserContext(), d.DB, languagesOf(c, v), home.Today)
	for _, card := range cards {
		s.Offers = append(s.Offers, offerOf(v, home, card, web.Locale(c).Lang))
	}
	return v, s, err
}

// readHolder gives the programme in force and what the signed-in member has.
func readHolder(c *fiber.Ctx, d web.Deps) (*programme.Version, insights.Home, error) {
	v, err := d.Programme.InForce(c.UserContext(), d.DB)
	if err != nil {
		return nil, insights.Home{}, err
	}
	home, err := insights.ReadHome(c.UserContext(), d.DB, v, readerOf(c))
	return v, home, err
}

func readerOf(c *fiber.Ctx) insights.Reader {
	return insights.Reader{Member: web.MemberOf(c).ID, Language: web.Locale(c).Lang}
}

func languagesOf(c *fiber.Ctx, v *programme.Version) catalogue.Languages {
	return catalogue.Languages{Wanted: web.Locale(c).Lang, Main: v.Document.Club.Languages[0]}
}

// wish is what the catalogue is searched and sorted by.
type wish struct {
	Q    string `form:"q,max=80"`
	Show string `form:"show,max=20"`
	Sort string `form:"sort,max=20"`
}

// pick gives the offers that a wish asks for, sorted.
func (s shelf) pick(w wish) []offer {
	words := strings.Fields(members.Fold(w.Q))
	picked := slices.DeleteFunc(slices.Clone(s.Offers), func(o offer) bool { return !o.isShown(w.Show) || !o.has(words) })
	slices.SortStableFunc(picked, orders()[w.Sort])
	return picked
}

func (o offer) isShown(show string) bool {
	switch show {
	case "ready":
		return o.IsReady()
	case "shop":
		return o.Places == catalogue.Everywhere || o.Places == catalogue.AtCounter
	case "web":
		return o.Places == catalogue.Everywhere || o.Places == catalogue.OnWeb
	case "partner":
		return !o.PartnerID.IsZero()
	case "experience":
		return o.Kind == catalogue.Experience || o.Kind == catalogue.Event
	}
	return true
}

// has looks for every word in the name, the description and the partner's name,
// without accents.
func (o offer) has(words []string) bool {
	text := members.Fold(o.Name + " " + o.Description + " " + o.PartnerName)
	for _, word := range words {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// orders are the ways to sort; "best" puts what can be had first, then what is
// nearest.
func orders() map[string]func(a, b offer) int {
	return map[string]func(a, b offer) int{
		"best": func(a, b offer) int { return cmp.Or(cmp.Compare(a.rank(), b.rank()), cmp.Compare(a.ToGo(), b.ToGo())) },
		"few":  func(a, b offer) int { return cmp.Compare(a.Price, b.Price) },
		"new":  func(a, b offer) int { return b.appeared().Compare(a.appeared()) },
	}
}

func (o offer) rank() int {
	switch o.State() {
	case "ready", "left", "seats":
		return 0
	case "togo":
		return 1
	}
	return 2
}

func (o offer) appeared() time.Time {
	if o.StartsOn != nil && o.StartsOn.After(o.CreatedAt) {
		return *o.StartsOn
	}
	return o.CreatedAt
}
