package partner

import (
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/catalogue"
	"fealty/models/ids"
	"fealty/models/insights"
	"fealty/models/limits"
	"fealty/models/programme"
	"fealty/models/redeeming"
)

// desk is the counter of one partner: whose, the access check says.
type desk struct{ web.Deps }

func (d desk) deps() redeeming.Deps { return redeeming.Deps{Programme: d.Programme, Keys: d.Keyring} }

// who is asking, for the flow and its audit.
func who(c *fiber.Ctx) redeeming.Who {
	s := web.StaffOf(c)
	return redeeming.Who{Staff: s.ID, Role: string(s.Role), Partner: s.PartnerID, Address: limits.AddressPrefix(c.IP()), RequestID: web.RequestID(c)}
}

// at bounds every read by the partner that is asking.
func at(c *fiber.Ctx, v *programme.Version) insights.At {
	return insights.At{Partner: web.StaffOf(c).PartnerID, Languages: languages(c, v)}
}

func languages(c *fiber.Ctx, v *programme.Version) catalogue.Languages {
	return catalogue.Languages{Wanted: web.Locale(c).Lang, Main: v.Document.Club.Languages[0]}
}

// takeCheck counts a check. The limits are far above what a counter does and
// far below what guessing needs (R12).
func (d desk) takeCheck(c *fiber.Ctx) error {
	by := who(c)
	return limits.TakeAll(c.UserContext(), d.DB,
		limits.Use{Key: "check:staff:" + by.Staff.String(), Limit: limits.Limit{Count: 60, Per: time.Minute}},
		limits.Use{Key: "check:address:" + by.Address, Limit: limits.Limit{Count: 300, Per: time.Minute}})
}

// scanned is the code in what a scanner typed: the voucher's QR holds an
// address that ends in it.
func scanned(text string) string {
	if _, code, ok := strings.Cut(text, "/v/"); ok {
		return code
	}
	return text
}

// freshKey is the key of the next check: an answer stays under the old one.
func (d desk) freshKey() (string, error) {
	var b [16]byte
	if _, err := io.ReadFull(d.DB.Random, b[:]); err != nil {
		return "", fmt.Errorf("make a form's key: %w", err)
	}
	return hex.EncodeToString(b[:]), nil
}

// useID reads an id of a use. What can't be one is unknown like any other.
func useID(text string) ids.Use {
	id, err := ids.Parse[struct{}](text)
	if err != nil {
		return ids.Use{}
	}
	return ids.Use(id)
}
