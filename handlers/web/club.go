package web

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/models/programme"
	"fealty/public"
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
}

const clubKey = "web.club"

// ClubOf gives the club, asked once per request. When the database is gone the
// error page still has a name to show.
func ClubOf(c *fiber.Ctx) Club {
	if club, ok := c.Locals(clubKey).(Club); ok {
		return club
	}
	club := kitOf(c).loadClub(c)
	c.Locals(clubKey, club)
	return club
}

func (k *kit) loadClub(c *fiber.Ctx) Club {
	club := Club{Name: k.Config.Club.Name, Theme: public.Path("css/theme.css"), Currency: k.Config.Club.Currency,
		Zone: k.Config.Club.Zone, Languages: views.Languages}
	if k.Programme == nil {
		return club
	}
	version, err := k.Programme.InForce(c.UserContext(), k.DB)
	if err != nil {
		k.Log.Warn("the programme could not be read", "id", RequestID(c), "error", err)
	}
	if err == nil && version != nil {
		club.describe(version)
	}
	return club
}

// describe takes what the programme document says.
func (club *Club) describe(v *programme.Version) {
	doc := v.Document
	club.Name, club.Currency, club.Zone = doc.Club.Name, v.Currency().Code, v.Zone()
	club.Languages = doc.Club.Languages
	club.Invites, club.Causes = doc.Referral.On, len(doc.Giving.Amounts) > 0
	club.Words = map[string]views.Words{}
	for _, lang := range doc.Club.Languages {
		club.Words[lang] = views.Words{Point: v.Words(lang).Points.Forms}
	}
}
