package api

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/recording"
)

type returnBody struct {
	Reference  string     `json:"reference"`
	ReturnedAt string     `json:"returned_at"`
	Lines      []backBody `json:"lines"`
}

type backBody struct {
	Line     int     `json:"line"`
	Quantity decimal `json:"quantity"`
}

// returnView is what a return came to: due = taken + forgiven + owed.
type returnView struct {
	ID                ids.Return       `json:"id"`
	Reference         string           `json:"reference"`
	PurchaseID        ids.Purchase     `json:"purchase_id,omitzero"`
	PurchaseReference string           `json:"purchase_reference,omitempty"`
	Status            string           `json:"status"`
	Amount            string           `json:"amount"`
	Due               money.Points     `json:"due"`
	Taken             money.Points     `json:"taken"`
	Forgiven          money.Points     `json:"forgiven"`
	Owed              money.Points     `json:"owed"`
	Restored          restoredView     `json:"restored"`
	Lines             []backView       `json:"lines"`
	Wallet            recording.Wallet `json:"wallet"`
	Tier              *tierView        `json:"tier"`
}

type restoredView struct {
	Points money.Points `json:"points"`
	Credit string       `json:"credit"`
}

type backView struct {
	Line     int          `json:"line"`
	Quantity string       `json:"quantity"`
	Points   money.Points `json:"points"`
}

// returnsCreate records a return: 201, or 202 while its purchase is yet to come.
// The purchase is named by its id, or by the shop's reference: text that is no
// UUID, or anything after "ref:".
func returnsCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		key, err := keyOf(c, "returns")
		if err != nil {
			return err
		}
		in, err := readReturn(c)
		if err != nil {
			return err
		}
		receipt, err := recording.Return(c.UserContext(), d.DB, recordingDeps(d), recording.ReturnCommand{Key: key, Actor: actorOf(c), Input: in})
		if err != nil {
			return err
		}
		version, err := d.Programme.InForce(c.UserContext(), d.DB)
		if err != nil {
			return err
		}
		if receipt.Parked {
			c.Status(fiber.StatusAccepted)
		} else {
			c.Status(fiber.StatusCreated)
		}
		return c.JSON(drawReturn(version, receipt))
	}
}

func readReturn(c *fiber.Ctx) (recording.ReturnInput, error) {
	var body returnBody
	if err := web.BindJSON(c, &body); err != nil {
		return recording.ReturnInput{}, err
	}
	r := &reader{}
	in := recording.ReturnInput{Reference: body.Reference, ReturnedAt: r.instant("returned_at", body.ReturnedAt)}
	in.PurchaseID, in.PurchaseReference = r.purchase(c.Params("id"))
	for i, l := range body.Lines {
		at := "lines." + strconv.Itoa(i)
		if l.Quantity == "" {
			r.Add(at+".quantity", "required")
		}
		in.Lines = append(in.Lines, recording.Back{Line: l.Line, Quantity: r.quantity(at+".quantity", l.Quantity)})
	}
	if body.Lines != nil && len(body.Lines) == 0 {
		r.Add("lines", "return_lines")
	}
	return in, r.Err()
}

// purchase reads the purchase's id or reference from the address.
func (r *reader) purchase(text string) (id ids.Purchase, reference string) {
	reference, isReference := strings.CutPrefix(text, "ref:")
	if !isReference && id.UnmarshalText([]byte(text)) == nil && !id.IsZero() {
		return id, ""
	}
	if reference == "" || len(reference) > recording.MaxReference {
		r.Add("id", "reference", fault.Params{"Max": recording.MaxReference})
	}
	return ids.Purchase{}, reference
}

func drawReturn(version *programme.Version, r recording.ReturnReceipt) returnView {
	v := returnView{ID: r.ID, Reference: r.Reference, PurchaseID: r.PurchaseID, PurchaseReference: r.PurchaseReference, Status: "recorded",
		Amount: version.Currency().Format(r.Amount), Due: r.Due, Taken: r.Taken, Forgiven: r.Forgiven, Owed: r.Owed,
		Restored: restoredView{Points: r.RestoredPoints, Credit: version.Currency().Format(r.RestoredCredit)},
		Lines:    []backView{}, Wallet: r.Wallet, Tier: drawTier(r.Tier, r.Currency)}
	if r.Parked {
		v.Status = "waiting"
	}
	for _, l := range r.Lines {
		v.Lines = append(v.Lines, backView{Line: l.Line, Quantity: l.Quantity.String(), Points: l.Due})
	}
	return v
}
