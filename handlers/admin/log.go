package admin

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/audit"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/staff"
	"fealty/views"
)

type logIndexView struct {
	web.Chrome
	Lines []logLine
}

// logLine is an act in words.
type logLine struct {
	audit.Act
	// Who did it, What it was; Href is the page of what it was done to, or "".
	Who, What, Href string
	// Points is what was moved, with its sign, or "".
	Points string
	// Before and After are what was changed, as people call it.
	Before, After string
}

func logIndex(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		acts, err := audit.List(c.UserContext(), d.DB, afterID[ids.Audit](c))
		if err != nil {
			return err
		}
		view := &logIndexView{}
		if view.Lines, err = logLines(c, d, acts); err != nil {
			return err
		}
		if len(acts) == audit.Page {
			view.More = web.NextPart(c, acts[len(acts)-1].ID.String())
		}
		return web.Render(c, "admin/log/index", view, "admin/log/_list")
	}
}

// logLines words acts, with the names of those who did them.
func logLines(c *fiber.Ctx, d web.Deps, acts []audit.Act) ([]logLine, error) {
	if len(acts) == 0 {
		return nil, nil
	}
	people, err := staff.List(c.UserContext(), d.DB)
	if err != nil {
		return nil, err
	}
	names := make(map[ids.Staff]string, len(people))
	for _, p := range people {
		names[p.ID] = p.Name
	}
	l := web.Locale(c)
	lines := make([]logLine, 0, len(acts))
	for _, act := range acts {
		line := logLine{Act: act, What: act.Action, Who: l.T("admin.log.by." + act.Actor), Href: pageFor(web.StaffOf(c).Role, act)}
		if l.Has("admin.log.action." + act.Action) {
			line.What = l.T("admin.log.action." + act.Action)
		}
		if name := names[ids.Staff(act.ActorID.UUID)]; act.Actor == ledger.ByStaff && name != "" {
			line.Who = name
		}
		if points, ok := act.Detail["points"].(float64); ok {
			line.Points = l.PointsSigned(int64(points))
		}
		line.Before, line.After = changed(l, act, "before"), changed(l, act, "after")
		lines = append(lines, line)
	}
	return lines, nil
}

// changed words what stood before or after a change, or "".
func changed(l *views.Locale, act audit.Act, when string) string {
	value, _ := act.Detail[when].(string)
	if value != "" && l.Has("web.role."+value) {
		return l.T("web.role." + value)
	}
	return value
}

// pageFor is the page of what an act was done to, where the reader may open it.
func pageFor(role staff.Role, act audit.Act) string {
	part := map[string]string{"staff": "team", "apikey": "keys", "message": "outbox"}[act.Object]
	if part != "" && !role.Sees(part) {
		return ""
	}
	return pageOf(act)
}

// pageOf is the page of what an act was done to, or "".
func pageOf(act audit.Act) string {
	if !act.ObjectID.Valid {
		return ""
	}
	switch id := act.ObjectID.UUID.String(); act.Object {
	case "reward":
		return "/admin/rewards/" + id + "/edit"
	case "cause":
		return "/admin/causes/" + id + "/edit"
	case "partner":
		return "/admin/partners/" + id
	case "member":
		return "/admin/members/" + id
	case "staff":
		return "/admin/team/" + id
	case "apikey":
		return "/admin/keys"
	case "message":
		return "/admin/outbox/" + id
	}
	return ""
}
