package api

import (
	"fmt"
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/catalogue"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/once"
	"fealty/models/redeeming"
)

// voucherView is a good voucher: what it is worth, to whom, until when.
type voucherView struct {
	ID        ids.Voucher    `json:"id,omitzero"`
	Code      string         `json:"code"`
	MemberID  ids.Member     `json:"member_id,omitzero"`
	Member    string         `json:"member"`
	Kind      catalogue.Kind `json:"kind"`
	Name      string         `json:"name"`
	HandOver  string         `json:"hand_over"`
	Worth     string         `json:"worth"`
	Percent   *int           `json:"percent,omitempty"`
	ExpiresOn string         `json:"expires_on"`
	// IsShared says that the code is one for many: it is used for a member.
	IsShared bool `json:"is_shared,omitempty"`
	deedView
}

// deedView is what to do for a voucher, and what only some kinds tell.
type deedView struct {
	Do        catalogue.Deed `json:"do"`
	HappensAt *time.Time     `json:"happens_at,omitempty"`
	Venue     string         `json:"venue,omitempty"`
	Opens     string         `json:"opens,omitempty"`
	PublicOn  *string        `json:"public_on,omitempty"`
}

func drawDeed(do catalogue.Deed, t catalogue.Terms) deedView {
	v := deedView{Do: do, Venue: t.Venue, Opens: t.Opens}
	if t.HappensAt != nil {
		at := t.HappensAt.UTC()
		v.HappensAt = &at
	}
	if t.PublicOn != nil {
		day := t.PublicOn.Format(time.DateOnly)
		v.PublicOn = &day
	}
	return v
}

// usedView is a voucher just used.
type usedView struct {
	ID      ids.Use     `json:"id"`
	UsedAt  time.Time   `json:"used_at"`
	Voucher voucherView `json:"voucher"`
}

// vouchersShow tells about a code and uses nothing; one that can't be used is a
// problem that says why.
func vouchersShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		q := question(c, "")
		if text := c.Query("member_id"); text != "" && q.Member.UnmarshalText([]byte(text)) != nil {
			return fault.New(fault.NotFound, "not_found")
		}
		found, err := redeeming.Check(c.UserContext(), d.DB, redeemingDeps(d), q)
		if err != nil {
			return err
		}
		view, err := drawVoucher(c, d, found)
		if err != nil {
			return err
		}
		return c.JSON(view)
	}
}

type useBody struct {
	Place   string `json:"place"`
	Channel string `json:"channel"`
	// MemberID is who uses a shared code.
	MemberID ids.Member `json:"member_id"`
}

// usesCreate uses a voucher, exactly once.
func usesCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		key, err := keyOf(c, "uses")
		if err != nil {
			return err
		}
		body, err := readUse(c)
		if err != nil {
			return err
		}
		// The flow keeps one scope for all programs, so the key carries whose it is.
		own := fmt.Sprintf("%x", once.Hash(key.Scope, key.Key))
		cmd := redeeming.Using{Question: question(c, body.Channel), Place: body.Place, Key: own}
		cmd.Member = body.MemberID
		used, err := redeeming.Use(c.UserContext(), d.DB, redeemingDeps(d), cmd)
		if err != nil {
			return err
		}
		voucher, err := drawVoucher(c, d, used.Found)
		if err != nil {
			return err
		}
		return c.Status(fiber.StatusCreated).JSON(usedView{ID: used.Use, UsedAt: used.UsedAt.UTC(), Voucher: voucher})
	}
}

func readUse(c *fiber.Ctx) (useBody, error) {
	var body useBody
	if err := web.BindJSON(c, &body); err != nil {
		return body, err
	}
	var f fault.Fields
	if body.Channel != "" && body.Channel != "web" && body.Channel != "counter" {
		f.Add("channel", "field.choice")
	}
	if len(body.Place) > 80 {
		f.Add("place", "field.long", fault.Params{"Max": 80})
	}
	if body.Place == "" {
		body.Place = "api"
	}
	return body, f.Err()
}

func question(c *fiber.Ctx, channel string) redeeming.Question {
	return redeeming.Question{Code: c.Params("code"), Language: "en", Channel: channel}
}

func redeemingDeps(d web.Deps) redeeming.Deps {
	return redeeming.Deps{Programme: d.Programme, Keys: d.Keyring}
}

func drawVoucher(c *fiber.Ctx, d web.Deps, f redeeming.Found) (voucherView, error) {
	version, err := d.Programme.InForce(c.UserContext(), d.DB)
	if err != nil {
		return voucherView{}, err
	}
	return voucherView{ID: f.Voucher, Code: f.Code, MemberID: f.Member, Member: f.Guest, Kind: f.Kind, Name: f.Text.Name, HandOver: f.Text.HandOver,
		Worth: version.Currency().Format(f.Worth), Percent: f.Percent, ExpiresOn: f.ExpiresOn.Format(time.DateOnly),
		IsShared: f.IsShared, deedView: drawDeed(f.Deed, f.Terms)}, nil
}
