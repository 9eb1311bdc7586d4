package till

import (
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"fealty/handlers/web"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/programme"
	"fealty/models/redeeming"
	"fealty/models/vouchers"
)

type redemptionForm struct {
	Member ids.Member `form:"member"`
	Reward ids.Reward `form:"reward"`
}

// redemptionsCreate redeems a reward for the member at the counter; the voucher
// then stands on top, to be used.
func (t till) redemptionsCreate(c *fiber.Ctx) error {
	var form redemptionForm
	return t.do(c, &form, func(v *programme.Version, key string) (deed, error) {
		if form.Member.IsZero() || form.Reward.IsZero() {
			return deed{}, nil
		}
		k := clerkOf(c)
		got, err := redeeming.Redeem(c.UserContext(), t.DB, t.redeeming(), redeeming.Redemption{Member: form.Member, Reward: form.Reward, Key: key, By: k.who()})
		l := web.Locale(c)
		return deed{form.Member, uuid.UUID(got.Voucher), l.T("till.desk.show.redeemed", "Points", got.Points, "Spendable", got.Spendable)}, err
	})
}

type useForm struct {
	Member  ids.Member  `form:"member"`
	Voucher ids.Voucher `form:"voucher"`
}

// usesCreate marks a voucher as used and says what to hand over.
func (t till) usesCreate(c *fiber.Ctx) error {
	var form useForm
	return t.do(c, &form, func(_ *programme.Version, key string) (deed, error) {
		if form.Member.IsZero() || form.Voucher.IsZero() {
			return deed{}, nil
		}
		used, err := t.use(c, form, key)
		return deed{form.Member, uuid.UUID(form.Voucher), web.Locale(c).T("till.desk.show.used", "HandOver", handOver(used))}, err
	})
}

func handOver(u redeeming.Used) string {
	if u.Found.Text.HandOver != "" {
		return u.Found.Text.HandOver
	}
	return u.Found.Text.Name
}

// use opens the voucher's code, which the page never holds.
func (t till) use(c *fiber.Ctx, form useForm, key string) (redeeming.Used, error) {
	k := clerkOf(c)
	v, err := vouchers.Find(c.UserContext(), t.DB, form.Member, form.Voucher)
	if err != nil {
		return redeeming.Used{}, err
	}
	code, err := t.Keyring.Open(v)
	if err != nil {
		return redeeming.Used{}, fault.New(fault.Refused, "voucher_used", fault.Params{"place": "", "at": ""})
	}
	question := redeeming.Question{Code: code.String(), By: k.who(), Language: web.Locale(c).Lang, Channel: channel}
	return redeeming.Use(c.UserContext(), t.DB, t.redeeming(), redeeming.Using{Question: question, Place: k.stand.Shop.Key, Key: key})
}

// deed is what was done for whom: the voucher, and the sentence.
type deed struct {
	member ids.Member
	object uuid.UUID
	text   string
}

// do reads a form and does one thing for the member, whose card then stands there
// anew; a refusal is said on it.
func (t till) do(c *fiber.Ctx, form any, act func(*programme.Version, string) (deed, error)) error {
	if err := web.Bind(c, form); err != nil {
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
	view := t.view(c)
	done, cause := act(v, key)
	if done.member.IsZero() {
		return fault.New(fault.NotFound, "not_found")
	}
	if sentence, ok := refusal(c, cause); ok && fault.KindOf(cause) != fault.NotFound {
		view.Refusal = sentence
	} else if cause != nil {
		return cause
	}
	if view.Held, err = t.hold(c, v, done.member); err != nil {
		return err
	}
	if cause != nil {
		return t.draw(c, v, view, cause)
	}
	if err := t.withUndo(c, v, web.Flash{Text: done.text}, done.object); err != nil {
		return err
	}
	return t.stay(c, v, view)
}
