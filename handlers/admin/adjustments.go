package admin

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/adjustments"
	"fealty/models/ids"
	"fealty/models/members"
	"fealty/models/staff"
)

type adjustmentsIndexView struct {
	web.Chrome
	Waiting []waitingRow
}

// waitingRow is an adjustment that waits, with whose it is.
type waitingRow struct {
	waitingLine
	Name string
}

// adjustmentsIndex lists the points that wait for a second person.
func adjustmentsIndex(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		list, err := adjustments.List(c.UserContext(), d.DB)
		if err != nil {
			return err
		}
		lines, err := wordWaiting(c, d, list)
		if err != nil {
			return err
		}
		people := make([]ids.Member, len(lines))
		for i, line := range lines {
			people[i] = line.MemberID
		}
		known, err := members.FindAll(c.UserContext(), d.DB, people)
		if err != nil {
			return err
		}
		view := &adjustmentsIndexView{}
		for _, line := range lines {
			m := known[line.MemberID]
			row := waitingRow{waitingLine: line, Name: m.FirstName}
			if row.Name == "" {
				row.Name = members.ShowNumber(m.Number)
			}
			view.Waiting = append(view.Waiting, row)
		}
		return web.Render(c, "admin/adjustments/index", view)
	}
}

func waitingLines(c *fiber.Ctx, d web.Deps, member ids.Member) ([]waitingLine, error) {
	list, err := adjustments.OfMember(c.UserContext(), d.DB, member)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return wordWaiting(c, d, list)
}

// wordWaiting says who asked for each, and whether this person may decide.
func wordWaiting(c *fiber.Ctx, d web.Deps, list []adjustments.Adjustment) ([]waitingLine, error) {
	people, err := staff.List(c.UserContext(), d.DB)
	if err != nil {
		return nil, err
	}
	names := map[ids.Staff]string{}
	for _, p := range people {
		names[p.ID] = p.Name
	}
	l := web.Locale(c)
	lines := make([]waitingLine, 0, len(list))
	for _, a := range list {
		lines = append(lines, waitingLine{Adjustment: a, Signed: l.PointsSigned(int64(a.Points)), Who: names[a.AskedBy],
			MayDecide: may(c, managers()...) && web.StaffOf(c).ID != a.AskedBy})
	}
	return lines, nil
}

// decisionForm says which of the two buttons was pressed.
type decisionForm struct {
	Answer string `form:"answer,max=10"`
}

// decisionsCreate is what a second person says.
func decisionsCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		var form decisionForm
		if err := web.Bind(c, &form); err != nil {
			return err
		}
		id, err := pathID[ids.Adjustment](c)
		if err != nil {
			return err
		}
		key, err := web.Key(c)
		if err != nil {
			return err
		}
		if err := web.NeedProofIf(c, form.Answer == "yes"); err != nil {
			return err
		}
		decision := adjusting.Decision{By: whoOf(c), Adjustment: id, Approves: form.Answer == "yes", Key: key}
		own, err := byHand(c, d)
		if err != nil {
			return err
		}
		receipt, err := adjusting.Decide(c.UserContext(), d.DB, own, decision)
		if err != nil {
			return err
		}
		done := "admin.adjustments.index.refused"
		if decision.Approves {
			done = "admin.adjustments.index.approved"
		}
		web.Done(c, done, "Points", web.Locale(c).PointsSigned(int64(receipt.Points)))
		return web.Redirect(c, web.Next(c, address("members", receipt.Member)))
	}
}
