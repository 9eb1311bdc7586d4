package admin

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/jobs"
	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/messages"
	"fealty/models/reaching"
)

type outboxIndexView struct {
	web.Chrome
	Messages                  []messages.Message
	Waiting, Sent, Kept, Dead int
}

func outboxIndex(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		list, err := messages.List(c.UserContext(), d.DB, afterID[ids.Message](c))
		if err != nil {
			return err
		}
		counts, err := messages.Counts(c.UserContext(), d.DB)
		if err != nil {
			return err
		}
		view := &outboxIndexView{Messages: list, Waiting: counts[messages.Waiting], Sent: counts[messages.Sent],
			Kept: counts[messages.Kept], Dead: counts[messages.Dead]}
		if len(list) == messages.Page {
			view.More = web.NextPart(c, list[len(list)-1].ID.String())
		}
		return web.Render(c, "admin/outbox/index", view, "admin/outbox/_list")
	}
}

type outboxShowView struct {
	web.Chrome
	Message messages.Message
	Letter  reaching.Letter
	// IsSecret says that it holds a code or a link to choose a password, which
	// nobody but its reader sees.
	IsSecret bool
}

// CanResend tells whether another round of attempts makes sense.
func (v *outboxShowView) CanResend() bool {
	return !v.IsSecret && (v.Message.State == messages.Dead || v.Message.State == messages.Kept)
}

// Failure is why the last attempt failed, or "".
func (v *outboxShowView) Failure() string {
	if v.Message.LastError == nil {
		return ""
	}
	return *v.Message.LastError
}

func outboxShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := pathID[ids.Message](c)
		if err != nil {
			return err
		}
		m, err := messages.Find(c.UserContext(), d.DB, id)
		if err != nil {
			return err
		}
		if m == nil {
			return fault.New(fault.NotFound, "not_found")
		}
		view := &outboxShowView{Message: *m, IsSecret: messages.IsSecret(m.Template)}
		view.Title = web.Locale(c).T("admin.outbox.template." + m.Template)
		if !view.IsSecret {
			if view.Letter, err = jobs.Draw(c.UserContext(), d, *m); err != nil {
				return err
			}
		}
		return web.Render(c, "admin/outbox/show", view)
	}
}

// resendsCreate gives a message another round of attempts.
func resendsCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := pathID[ids.Message](c)
		if err != nil {
			return err
		}
		if err := adjusting.Resend(c.UserContext(), d.DB, whoOf(c), id); err != nil {
			return err
		}
		web.Done(c, "admin.outbox.show.resent")
		return web.Redirect(c, address("outbox", id))
	}
}
