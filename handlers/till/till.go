package till

import (
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"fealty/handlers/web"
	"fealty/models/audit"
	"fealty/models/catalogue"
	"fealty/models/enrolling"
	"fealty/models/ids"
	"fealty/models/insights"
	"fealty/models/ledger"
	"fealty/models/limits"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/recording"
	"fealty/models/redeeming"
)

// till is the area; who stands where, the access check says.
type till struct{ web.Deps }

// Channel is what purchases at a counter are recorded under.
const channel = "counter"

func (t till) recording() recording.Deps {
	return recording.Deps{Programme: t.Programme, Keys: t.Keyring}
}

func (t till) redeeming() redeeming.Deps {
	return redeeming.Deps{Programme: t.Programme, Keys: t.Keyring}
}

func (t till) enrolling() enrolling.Deps {
	return enrolling.Deps{Programme: t.Programme, Keys: t.Keyring, CodeKey: t.CodeKey}
}

func (t till) inForce(c *fiber.Ctx) (*programme.Version, error) {
	return t.Programme.InForce(c.UserContext(), t.DB)
}

// clerk is who acts, and where.
type clerk struct {
	id      ids.Staff
	role    string
	address string
	request string
	stand   web.Stand
}

func clerkOf(c *fiber.Ctx) clerk {
	s := web.StaffOf(c)
	return clerk{s.ID, string(s.Role), limits.AddressPrefix(c.IP()), web.RequestID(c), web.StandOf(c)}
}

func (k clerk) who() redeeming.Who {
	return redeeming.Who{Staff: k.id, Role: k.role, Address: k.address, RequestID: k.request, Shop: k.stand.Shop.Key, Device: k.stand.ID}
}

func (k clerk) actor() ledger.Actor { return ledger.Actor{Kind: ledger.ByStaff, ID: uuid.UUID(k.id)} }

// act is the audit's row of an act at the till, as far as it is known before.
func (k clerk) act(action string) *audit.Act {
	return &audit.Act{Actor: ledger.ByStaff, ActorID: audit.On(k.id), Role: k.role, Action: action, Address: k.address, RequestID: k.request,
		Detail: audit.Detail{"shop": k.stand.Shop.Key, "device": k.stand.ID.String()}}
}

// scope keeps the idempotency keys of different tills apart; at a desk, those of
// different people.
func (k clerk) scope(act string) string {
	if k.stand.IsDesk {
		return "till:" + act + ":" + k.id.String()
	}
	return "till:" + act + ":" + k.stand.ID.String()
}

func languages(c *fiber.Ctx, v *programme.Version) catalogue.Languages {
	return catalogue.Languages{Wanted: web.Locale(c).Lang, Main: v.Document.Club.Languages[0]}
}

// log asks for the acts of this shop since midnight.
func (t till) log(c *fiber.Ctx, v *programme.Version, limit int) insights.TillLog {
	return insights.TillLog{Shop: web.StandOf(c).Shop.Key, Since: v.Midnight(v.Today(t.DB.Time())), Limit: limit, Lang: languages(c, v)}
}

// takeFind counts a search: far above what a counter does, far below what it
// takes to read the members off (R12).
func (t till) takeFind(c *fiber.Ctx) error {
	k := clerkOf(c)
	return limits.TakeAll(c.UserContext(), t.DB,
		limits.Use{Key: "tillfind:staff:" + k.id.String(), Limit: limits.Limit{Count: 120, Per: time.Minute}},
		limits.Use{Key: "tillfind:day:" + k.id.String(), Limit: limits.Limit{Count: 6000, Per: 24 * time.Hour}},
		limits.Use{Key: "tillfind:address:" + k.address, Limit: limits.Limit{Count: 600, Per: time.Minute}})
}

// freshKey is the key of the next form: an answer stays under the old one.
func (t till) freshKey() (string, error) {
	var b [16]byte
	if _, err := io.ReadFull(t.DB.Random, b[:]); err != nil {
		return "", fmt.Errorf("make a form's key: %w", err)
	}
	return hex.EncodeToString(b[:]), nil
}

// isHTMX tells whether a piece of the page is wanted.
func isHTMX(c *fiber.Ctx) bool {
	return c.Get("HX-Request") == "true" && c.Get("HX-Boosted") != "true"
}

// referenceSymbols write a receipt's number without look-alikes.
const referenceSymbols = "23456789ABCDEFGHJKMNPQRSTVWXYZ"

// reference is what a purchase without a receipt number is called: the shop and
// twelve symbols that come from the form's key, so that the same form sent twice
// is the same purchase.
func reference(k clerk, key string) string {
	raw, err := hex.DecodeString(key)
	if err != nil || len(raw) < 12 {
		return key
	}
	var out strings.Builder
	out.WriteString(strings.TrimSpace(k.stand.Shop.Key))
	for i := range 12 {
		if i%4 == 0 {
			out.WriteByte('-')
		}
		out.WriteByte(referenceSymbols[int(raw[i])%len(referenceSymbols)])
	}
	return strings.TrimPrefix(out.String(), "-")
}

var plain = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "'", "", "\u2019", "")

// parseAmount reads money as people type it: 264, 264.50, 264,50.
func parseAmount(currency money.Currency, typed string) (money.Amount, error) {
	return currency.ParseAmount(strings.Replace(plain.Replace(typed), ",", ".", 1))
}
