package api

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/enrolling"
	"fealty/models/fault"
	"fealty/models/fields"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/money"
	"fealty/models/recording"
)

type newMemberBody struct {
	Email     string `json:"email"`
	Phone     string `json:"phone"`
	FirstName string `json:"first_name"`
	Language  string `json:"language"`
	// Fields are those of the shop's own, by key.
	Fields map[string]string `json:"fields"`
}

type memberView struct {
	ID        ids.Member       `json:"id"`
	Number    string           `json:"number"`
	FirstName string           `json:"first_name"`
	Language  string           `json:"language"`
	JoinedOn  string           `json:"joined_on"`
	Wallet    recording.Wallet `json:"wallet"`
	Tier      *tierView        `json:"tier"`
	// Fields are what the member has in the shop's own fields, by key.
	Fields map[string]string `json:"fields"`
}

// membersCreate makes a member: 201; the same contact again is 200 with the same
// member, so it needs no Idempotency-Key.
func membersCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		joining, filling, err := readMember(c, d)
		if err != nil {
			return err
		}
		deps := enrolling.Deps{Programme: d.Programme, Keys: d.Keyring, CodeKey: d.CodeKey}
		joined, err := enrolling.Join(c.UserContext(), d.DB, deps, joining)
		if err != nil {
			return err
		}
		// Sent again, it is written again: nothing is lost between the two.
		filling.Member = joined.Member.ID
		if err := fields.Fill(c.UserContext(), d.DB, filling); err != nil {
			return err
		}
		view, err := drawMember(c, d, joined.Member)
		if err != nil {
			return err
		}
		if joined.IsNew {
			c.Status(fiber.StatusCreated)
		}
		return c.JSON(view)
	}
}

func readMember(c *fiber.Ctx, d web.Deps) (enrolling.Joining, fields.Filling, error) {
	var body newMemberBody
	if err := web.BindJSON(c, &body); err != nil {
		return enrolling.Joining{}, fields.Filling{}, err
	}
	version, err := d.Programme.InForce(c.UserContext(), d.DB)
	if err != nil {
		return enrolling.Joining{}, fields.Filling{}, err
	}
	filling, err := fields.Check(c.UserContext(), d.DB, fields.Filling{Values: body.Fields, Prefix: "fields."})
	if err != nil {
		return enrolling.Joining{}, filling, err
	}
	r := &reader{version: version}
	joining := enrolling.Joining{FirstName: body.FirstName, Language: body.Language, Via: members.ViaAPI}
	switch {
	case (body.Email == "") == (body.Phone == ""):
		r.Add("email", "contact_one")
	case body.Email != "":
		joining.Contact = r.contact("email", body.Email, members.Email).Value
	default:
		joining.Contact = r.contact("phone", body.Phone, members.Phone).Value
	}
	if _, ok := members.CleanName(body.FirstName); !ok && body.FirstName != "" {
		r.Add("first_name", "name_invalid", fault.Params{"Max": members.MaxName})
	}
	if body.Language != "" && !d.Views.Locales().Speaks(body.Language) {
		r.Add("language", "field.choice")
	}
	return joining, filling, r.Err()
}

// membersShow tells about one member; the id of one who was merged leads to who
// they are now.
func membersShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := memberOf(c)
		if err != nil {
			return err
		}
		m, err := members.Current(c.UserContext(), d.DB, id)
		if err != nil {
			return err
		}
		view, err := drawMember(c, d, m)
		if err != nil {
			return err
		}
		return c.JSON(view)
	}
}

func drawMember(c *fiber.Ctx, d web.Deps, m members.Member) (memberView, error) {
	look, err := recording.LookAt(c.UserContext(), d.DB, recordingDeps(d), m.ID)
	if err != nil {
		return memberView{}, err
	}
	own, err := fields.Values(c.UserContext(), d.DB, m.ID)
	return memberView{Fields: own, ID: m.ID, Number: m.Number, FirstName: m.FirstName, Language: m.Language, JoinedOn: m.JoinedOn.Format(time.DateOnly),
		Wallet: look.Wallet, Tier: drawTier(look.Tier, look.Currency.Code)}, err
}

type entriesView struct {
	Entries []entryView `json:"entries"`
	// Before is what to ask with for the next page; null on the last.
	Before *int64 `json:"before"`
}

type entryView struct {
	Seq        int64        `json:"seq"`
	Kind       ledger.Kind  `json:"kind"`
	Points     money.Points `json:"points"`
	Balance    money.Points `json:"balance"`
	Source     string       `json:"source"`
	SourceID   *string      `json:"source_id"`
	Version    int          `json:"version"`
	HappenedOn string       `json:"happened_on"`
	RecordedAt time.Time    `json:"recorded_at"`
}

// entriesIndex lists a member's points entries, the newest first.
func entriesIndex(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		limit, before, err := pageOf(c)
		if err != nil {
			return err
		}
		id, err := memberOf(c)
		if err != nil {
			return err
		}
		if _, err := members.Find(c.UserContext(), d.DB, id); err != nil {
			return err
		}
		entries, err := ledger.Entries(c.UserContext(), d.DB, id, before, limit)
		if err != nil {
			return err
		}
		view := entriesView{Entries: make([]entryView, len(entries))}
		for i, e := range entries {
			view.Entries[i] = drawEntry(e)
		}
		if len(entries) == limit && entries[limit-1].Seq > 1 {
			view.Before = &entries[limit-1].Seq
		}
		return c.JSON(view)
	}
}

func drawEntry(e ledger.Entry) entryView {
	return entryView{Seq: e.Seq, Kind: e.Kind, Points: e.Amount, Balance: e.Balance, Source: e.Source,
		SourceID: orNull(ids.Purchase(e.SourceID).String()), Version: e.Version, HappenedOn: e.HappenedOn.Format(time.DateOnly), RecordedAt: e.RecordedAt.UTC()}
}
