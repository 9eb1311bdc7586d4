package web

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/models/club"
	"fealty/models/programme"
	"fealty/views"
)

// Club is what every page says of the shop.
type Club struct {
	// Name is the club's: "Havn Club".
	Name string
	// Theme is the address of the stylesheet with the brand's values.
	Theme string
	// Help is a phone number or address for questions, or "".
	Help string
	// Currency is the programme's ISO 4217 code, Zone its time zone.
	Currency string
	Zone     *time.Location
	// Languages are those the shop speaks, main one first.
	Languages []string
	// Words are the shop's own, by language.
	Words map[string]views.Words
	// Causes and Invites tell whether those pages exist.
	Causes, Invites bool
	// Logo is the address of the shop's own mark, or "".
	Logo string
	// Settings are what the shop has set.
	Settings club.Settings
}

// Has tells whether a feature is on: club.Give and the like.
func (c Club) Has(feature string) bool { return c.Settings.Has(feature) }

// IsOpen tells whether the public may come in.
func (c Club) IsOpen() bool { return c.Settings.IsOpen() }

const clubKey = "web.club"

// ClubOf gives the club, asked once per request. When the database is gone the
// error page still has a name to show.
func ClubOf(c *fiber.Ctx) Club {
	if known, ok := c.Locals(clubKey).(Club); ok {
		return known
	}
	found := kitOf(c).loadClub(c)
	c.Locals(clubKey, found)
	return found
}

func (k *kit) loadClub(c *fiber.Ctx) Club {
	found := Club{Name: k.Config.Club.Name, Currency: k.Config.Club.Currency,
		Zone: k.Config.Club.Zone, Languages: views.Languages, Settings: k.clubSettings(c)}
	found.Help = found.Settings.Help
	if logo := found.Settings.Logo; !logo.IsZero() {
		found.Logo = "/pictures/" + logo.String() + "-640.jpg"
	}
	found.Theme, _, _ = k.sheets.of(found.Settings.Theme)
	if k.Programme == nil {
		return found
	}
	version, err := k.Programme.InForce(c.UserContext(), k.DB)
	if err != nil {
		k.Log.Warn("the programme could not be read", "id", RequestID(c), "error", err)
	}
	if err == nil && version != nil {
		found.describe(version)
	}
	return found
}

// clubSettings are the shop's, or the usual ones where there is no telling.
func (k *kit) clubSettings(c *fiber.Ctx) club.Settings {
	if k.Club == nil || k.DB == nil {
		return club.Default()
	}
	settings, err := k.Club.Get(c.UserContext(), k.DB)
	if err != nil {
		k.Log.Warn("the club's settings could not be read", "id", RequestID(c), "error", err)
	}
	return settings
}

// describe takes what the programme document says.
func (c *Club) describe(v *programme.Version) {
	doc := v.Document
	c.Name, c.Currency, c.Zone = doc.Club.Name, v.Currency().Code, v.Zone()
	c.Languages = doc.Club.Languages
	c.Invites, c.Causes = doc.Referral.On && c.Has(club.Invite), len(doc.Giving.Amounts) > 0 && c.Has(club.Give)
	c.Words = map[string]views.Words{}
	for _, lang := range doc.Club.Languages {
		c.Words[lang] = views.Words{Point: v.Words(lang).Points.Forms}
	}
}
