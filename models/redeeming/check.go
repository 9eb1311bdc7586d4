package redeeming

import (
	"context"
	"fmt"
	"strings"
	"time"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/gifts"
	"fealty/models/ids"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/shops"
	"fealty/models/vouchers"
)

// Question asks about a typed or scanned code. Language is the reader's;
// Channel is where they stand ("counter", "web" or "" for anywhere).
type Question struct {
	Code     string
	By       Who
	Language string
	Channel  string
	// Member is who stands there; a shared code needs it to be used.
	Member ids.Member
}

// Found is a good voucher as those who honour it see it: what to hand over, to
// whom (first name and initial), what it is worth, and what a partner is paid.
type Found struct {
	Voucher   ids.Voucher
	Member    ids.Member
	Code      string `json:"-"`
	Guest     string `json:"-"`
	Reward    ids.Reward
	Kind      catalogue.Kind
	Text      catalogue.Text
	Art       string
	Worth     money.Amount
	Percent   *int
	Pays      money.Amount
	Partner   ids.Partner
	ExpiresOn time.Time
	// Deed is what whoever honours it does; Reward's own terms stand beside: when
	// and where an event is, what early access opens. IsShared says that the code
	// is one for many; then Voucher is zero until it is used.
	Deed     catalogue.Deed
	Terms    catalogue.Terms
	Picture  ids.Picture
	IsShared bool
}

// Check tells about a code and uses nothing. A code that can't be one is
// fault.Invalid voucher_mistyped; nobody's is fault.NotFound voucher_unknown;
// the others are fault.Refused: voucher_other_partner, voucher_at_partner,
// voucher_wrong_place, voucher_used (with at and place), voucher_expired,
// voucher_returned, voucher_cancelled, voucher_reserved; and for one that was
// sent to a friend voucher_on_way and voucher_given.
func Check(ctx context.Context, r db.Reader, deps Deps, q Question) (Found, error) {
	code, err := vouchers.ReadCode(q.Code)
	if err != nil {
		return Found{}, err
	}
	v, err := deps.Programme.InForce(ctx, r)
	if err != nil {
		return Found{}, err
	}
	voucher, err := vouchers.FindByCode(ctx, r, deps.Keys.Key(code))
	if fault.KindOf(err) == fault.NotFound {
		return checkShared(ctx, r, v, asking{q, code, deps.Keys.Key(code)})
	}
	if err != nil {
		return Found{}, err
	}
	found, err := describe(ctx, r, v, described{voucher, q})
	if err != nil {
		return Found{}, err
	}
	found.Code = code.String()
	return found.Found, refusalWithPlace(ctx, r, voucher, honour(voucher, found, honouring{q, v.Today(r.Time())}))
}

type honouring struct {
	Question
	today time.Time
}

// honour decides whether this voucher is this person's to honour now. Whose it
// is comes first, so that a partner learns nothing about another's vouchers.
func honour(v vouchers.Voucher, found foundCard, h honouring) *fault.Error {
	switch {
	case !h.By.Partner.IsZero() && h.By.Partner != v.PartnerID:
		return fault.New(fault.Refused, "voucher_other_partner")
	case h.By.Partner.IsZero() && !v.PartnerID.IsZero():
		return fault.New(fault.Refused, "voucher_at_partner", fault.Params{"partner": found.partnerName})
	}
	if v.State == vouchers.Reserved && found.gift == gifts.Open {
		return fault.New(fault.Refused, "voucher_on_way")
	}
	if v.State == vouchers.Cancelled && found.gift == gifts.Accepted {
		return fault.New(fault.Refused, "voucher_given")
	}
	if found.Deed == catalogue.SendByPost && v.State == vouchers.Reserved {
		return fault.New(fault.Refused, "voucher_by_post")
	}
	if refusal := unusable(v, h.today); refusal != nil {
		return refusal
	}
	return placeRefusal(found.places, h.Channel)
}

// placeRefusal says that a reward's voucher is for the other kind of shop.
func placeRefusal(places catalogue.Places, channel string) *fault.Error {
	isElsewhere := (places == catalogue.AtCounter && channel == "web") || (places == catalogue.OnWeb && channel == "counter")
	if isElsewhere {
		return fault.New(fault.Refused, "voucher_wrong_place", fault.Params{"places": string(places)})
	}
	return nil
}

// refusalWithPlace adds to voucher_used where it was used. A nil refusal is a
// nil error.
func refusalWithPlace(ctx context.Context, r db.Reader, v vouchers.Voucher, refusal *fault.Error) error {
	if refusal == nil {
		return nil
	}
	if refusal.Key != "voucher_used" {
		return refusal
	}
	use, err := vouchers.CurrentUse(ctx, r, v.ID)
	if err != nil {
		return err
	}
	refusal.Params["place"] = use.Place
	shop, err := shops.FindByKey(ctx, r, use.Place)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	if err == nil {
		refusal.Params["place"] = shop.Name
	}
	return refusal
}

type described struct {
	voucher vouchers.Voucher
	Question
}

// foundCard is Found with what only the decision needs.
type foundCard struct {
	Found
	places      catalogue.Places
	partnerName string
	gift        gifts.State
}

func describe(ctx context.Context, r db.Reader, v *programme.Version, d described) (foundCard, error) {
	card, err := catalogue.Show(ctx, r, d.voucher.RewardID, languages(v, d.Language))
	if err != nil {
		return foundCard{}, err
	}
	var g guest
	if err := r.Get(ctx, &g, selectGuest, d.voucher.MemberID, d.voucher.ID); err != nil {
		return foundCard{}, fmt.Errorf("read a guest's name: %w", err)
	}
	found := foundAs(card, d.voucher)
	found.Member, found.Guest = g.Member, GuestName(g.Name)
	return foundCard{places: card.Places, partnerName: card.PartnerName, gift: g.Gift, Found: found}, nil
}

// foundAs is a voucher under the reward's words as they stand.
func foundAs(card catalogue.Card, v vouchers.Voucher) Found {
	found := foundOf(card)
	found.Voucher, found.Member = v.ID, v.MemberID
	found.Worth, found.Pays, found.Partner, found.ExpiresOn = v.Worth, v.Pays, v.PartnerID, v.ExpiresOn
	return found
}

// guest is who a voucher belongs to: a member, or for a gift that was accepted
// without an account nobody, and the name of who gave it. Gift is how far a gift
// of this very voucher has come.
type guest struct {
	Member ids.Member  `db:"member_id"`
	Name   string      `db:"first_name"`
	Gift   gifts.State `db:"gift"`
}

const selectGuest = `SELECT m.id AS member_id, coalesce(m.first_name, k.first_name, '') AS first_name,
		coalesce((SELECT state FROM gifts WHERE voucher_id = $2 AND state IN ('open', 'accepted')), '') AS gift
	FROM (SELECT cast($1 AS uuid) AS id) h LEFT JOIN members m ON m.id = h.id
	LEFT JOIN gifts f ON m.id IS NULL AND f.id = h.id LEFT JOIN members k ON k.id = f.member_id`

// foundOf is what the reward tells of a voucher of it.
func foundOf(card catalogue.Card) Found {
	return Found{Reward: card.ID, Kind: card.Kind, Text: card.Text, Art: card.Art, Worth: card.Worth, Percent: card.Percent,
		Deed: card.Deed(), Terms: card.Terms, Picture: card.PictureID}
}

// GuestName is what others see of a member's name: the first name, and the
// initial of what follows.
func GuestName(name string) string {
	words := strings.Fields(name)
	if len(words) < 2 {
		return name
	}
	initial := []rune(words[1])[0]
	return words[0] + " " + string(initial) + "."
}
