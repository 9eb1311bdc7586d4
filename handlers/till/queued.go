package till

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/recording"
	"fealty/models/staff"
)

// The bounds of a sale that was queued: how old it may be, and for how long a
// page says who stands there.
const (
	queuedFor = 48 * time.Hour
	shiftFor  = 24 * time.Hour
	skew      = 5 * time.Minute
)

// A shift is who stood at which till when a page was drawn: the person's id (16
// bytes), the second (8), and an HMAC over both and the till.
const shiftHead = 24

// shift proves who stands at the till now; at a desk nothing is queued.
func (t till) shift(k clerk) string {
	if k.stand.IsDesk {
		return ""
	}
	head := binary.BigEndian.AppendUint64(k.id[:], uint64(t.DB.Time().Unix())) //nolint:gosec // after 1970
	return base64.RawURLEncoding.EncodeToString(append(head, t.sign(k.stand.ID, head)...))
}

func (t till) sign(device ids.Device, head []byte) []byte {
	mac := hmac.New(sha256.New, t.Config.Key("till.shift"))
	mac.Write(device[:])
	mac.Write(head)
	return mac.Sum(nil)
}

// shiftOf reads who stood at this till, and from when on.
func (t till) shiftOf(device ids.Device, text string) (ids.Staff, time.Time, error) {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(raw) != shiftHead+sha256.Size || !hmac.Equal(raw[shiftHead:], t.sign(device, raw[:shiftHead])) {
		return ids.Staff{}, time.Time{}, fault.New(fault.Forbidden, "till_shift")
	}
	return ids.Staff(raw[:16]), time.Unix(int64(binary.BigEndian.Uint64(raw[16:shiftHead])), 0), nil //nolint:gosec // we wrote it
}

// queuedReceipt tells the device that a sale is booked.
type queuedReceipt struct {
	Booked    bool   `json:"booked"`
	Reference string `json:"reference"`
	Points    int64  `json:"points"`
}

// queuedCreate books a sale that waited on the device while the line was gone,
// under its own key, clerk and time (R9). The till may be locked by now: the
// page that the sale was typed in says who stood there.
func (t till) queuedCreate(c *fiber.Ctx) error {
	var form saleForm
	if err := web.Bind(c, &form); err != nil {
		return err
	}
	key, err := web.Key(c)
	if err != nil {
		return err
	}
	v, err := t.inForce(c)
	if err != nil {
		return err
	}
	s, err := form.read(v)
	if err != nil {
		return err
	}
	k, err := t.queuedBy(c, form, &s)
	if err != nil {
		return err
	}
	if s.who == (recording.Who{}) {
		if s.who, err = t.whoTyped(c, form.Who); err != nil {
			return err
		}
	}
	receipt, err := t.record(c, v, recorded{sale: s, key: key, by: k})
	if err != nil {
		return err
	}
	return c.JSON(queuedReceipt{true, receipt.Reference, int64(receipt.Points)})
}

// queuedBy says who sold it and when.
func (t till) queuedBy(c *fiber.Ctx, form saleForm, s *sale) (clerk, error) {
	k := clerkOf(c)
	who, since, err := t.shiftOf(k.stand.ID, form.Shift)
	if err != nil {
		return k, err
	}
	now := t.DB.Time()
	at, err := time.Parse(time.RFC3339, form.HappenedAt)
	if err != nil || at.After(now.Add(skew)) || at.Before(now.Add(-queuedFor)) || at.Before(since.Add(-skew)) || at.After(since.Add(shiftFor)) {
		var wrong fault.Fields
		wrong.Add("happened_at", "till_happened_at", fault.Params{"hours": int(queuedFor.Hours())})
		return k, wrong.Err()
	}
	person, err := staff.Find(c.UserContext(), t.DB, who)
	if err != nil {
		return k, fmt.Errorf("find who sold it: %w", err)
	}
	k.id, k.role, s.placedAt = person.ID, string(person.Role), at.UTC().Truncate(time.Second)
	return k, nil
}

// freshToken is what a device needs to send its queue.
type freshToken struct {
	CSRF string `json:"csrf"`
}

// tokenShow gives a till that is back on the line a fresh token for its forms.
func (t till) tokenShow(c *fiber.Ctx) error {
	return c.JSON(freshToken{web.FormToken(c)})
}
