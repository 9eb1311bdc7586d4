package api

import (
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/money"
	"fealty/models/paying"
	"fealty/models/programme"
	"fealty/models/recording"
	"fealty/models/reservations"
	"fealty/models/spending"
)

// reservationView is what a member has set aside, and where that stands.
type reservationView struct {
	ID       ids.Reservation    `json:"id"`
	MemberID ids.Member         `json:"member_id"`
	State    reservations.State `json:"state"`
	Points   money.Points       `json:"points"`
	// Amount is what the points pay, Total what there was to pay.
	Amount     string                `json:"amount"`
	Credit     string                `json:"credit"`
	Vouchers   reservations.Vouchers `json:"vouchers"`
	Total      string                `json:"total"`
	CreatedAt  time.Time             `json:"created_at"`
	ExpiresAt  time.Time             `json:"expires_at"`
	EndedAt    *time.Time            `json:"ended_at"`
	PurchaseID ids.Purchase          `json:"purchase_id,omitzero"`
}

// drawReservation draws from the reservation alone, so that a repeat gives the
// same bytes; state is where it stands.
func drawReservation(v *programme.Version, r reservations.Reservation, state reservations.State) reservationView {
	currency := v.Currency()
	view := reservationView{ID: r.ID, MemberID: r.MemberID, State: state, Points: r.Points, Amount: currency.Format(r.Amount),
		Credit: currency.Format(r.Credit), Vouchers: r.Vouchers, Total: currency.Format(r.Total),
		CreatedAt: r.CreatedAt.UTC(), ExpiresAt: r.ExpiresAt.UTC(), PurchaseID: r.PurchaseID}
	if r.EndedAt != nil {
		at := r.EndedAt.UTC()
		view.EndedAt = &at
	}
	return view
}

// reservationBody is a basket, the body of a purchase, and how much of it is to
// be set aside.
type reservationBody struct {
	purchaseBody
	Reserve reserveBody `json:"reserve"`
}

// reserveBody asks for so much in numbers, or "max".
type reserveBody struct {
	Points decimal `json:"points"`
	Credit string  `json:"credit"`
}

// most is how a program asks for as much as may be.
const most = "max"

func (b reservationBody) asking(v *programme.Version) (a paying.Asking, err error) {
	r := &reader{version: v}
	a.Ask = spending.Ask{Points: r.points("reserve.points", b.Reserve.Points), Credit: spending.AllCredit}
	if b.Reserve.Credit != most {
		a.Ask.Credit = r.amount("reserve.credit", b.Reserve.Credit)
	}
	if err := r.Err(); err != nil {
		return a, err
	}
	a.Input, err = b.input(v)
	return a, err
}

func (r *reader) points(field string, text decimal) money.Points {
	switch text {
	case "":
		return 0
	case most:
		return spending.AllPoints
	}
	n, err := strconv.ParseInt(string(text), 10, 64)
	if err != nil || n < 0 || money.Amount(n) > money.MaxAmount {
		r.Add(field, "payment_points")
	}
	return money.Points(n)
}

// reservationsCreate sets points, credit and vouchers aside for a cart.
func reservationsCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		key, err := keyOf(c, "reservations")
		if err != nil {
			return err
		}
		var body reservationBody
		if err := web.BindJSON(c, &body); err != nil {
			return err
		}
		version, err := d.Programme.InForce(c.UserContext(), d.DB)
		if err != nil {
			return err
		}
		asking, err := body.asking(version)
		if err != nil {
			return err
		}
		asking.Key = key
		made, err := paying.Reserve(c.UserContext(), d.DB, recordingDeps(d), asking)
		if err != nil {
			return err
		}
		return c.Status(fiber.StatusCreated).JSON(drawReservation(version, made, reservations.Open))
	}
}

// reservationsShow tells where a reservation stands now.
func reservationsShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		found, version, err := reservationOf(c, d)
		if err != nil {
			return err
		}
		return c.JSON(drawReservation(version, found, found.StateAt(d.DB.Time())))
	}
}

func reservationOf(c *fiber.Ctx, d web.Deps) (r reservations.Reservation, v *programme.Version, err error) {
	var id ids.Reservation
	if err := id.UnmarshalText([]byte(c.Params("id"))); err != nil || id.IsZero() {
		return r, nil, fault.New(fault.NotFound, "reservation_unknown")
	}
	if r, err = reservations.Find(c.UserContext(), d.DB, id); err != nil {
		return r, nil, err
	}
	v, err = d.Programme.InForce(c.UserContext(), d.DB)
	return r, v, err
}

// releasesCreate gives what was set aside free.
func releasesCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		key, err := keyOf(c, "releases")
		if err != nil {
			return err
		}
		if err := bindNothing(c); err != nil {
			return err
		}
		found, version, err := reservationOf(c, d)
		if err != nil {
			return err
		}
		released, err := paying.Release(c.UserContext(), d.DB, paying.Releasing{Key: key, ID: found.ID})
		if err != nil {
			return err
		}
		return c.Status(fiber.StatusCreated).JSON(drawReservation(version, released, reservations.Released))
	}
}

// bindNothing takes no body, or an empty object.
func bindNothing(c *fiber.Ctx) error {
	if len(c.Body()) == 0 {
		return nil
	}
	var none struct{}
	return web.BindJSON(c, &none)
}

// capturesCreate records the purchase that a reservation was made for. The body
// is the purchase; its member may be left out.
func capturesCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		key, err := keyOf(c, "captures")
		if err != nil {
			return err
		}
		var body purchaseBody
		if err := web.BindJSON(c, &body); err != nil {
			return err
		}
		found, version, err := reservationOf(c, d)
		if err != nil {
			return err
		}
		if body.Member == (memberBody{}) {
			body.Member.ID = found.MemberID.String()
		}
		in, err := body.input(version)
		if err != nil {
			return err
		}
		in.Reservation = found.ID
		cmd := recording.Command{Key: key, Actor: actorOf(c), Input: in}
		receipt, err := recording.Purchase(c.UserContext(), d.DB, recordingDeps(d), cmd)
		if err != nil {
			return err
		}
		view, err := drawReceipt(c, d, receipt)
		if err != nil {
			return err
		}
		return c.Status(fiber.StatusCreated).JSON(view)
	}
}
