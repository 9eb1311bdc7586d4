package web

import (
	"errors"
	"log/slog"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/views"
)

// tryAgain is how many seconds a client should wait while we can't serve.
const tryAgain = 5

// statuses is the one map from kinds to statuses.
var statuses = map[fault.Kind]int{
	fault.Internal: 500, fault.Invalid: 422, fault.Refused: 409, fault.Conflict: 409, fault.Mismatch: 422, fault.NotFound: 404,
	fault.Gone: 410, fault.Unauthenticated: 401, fault.Forbidden: 403, fault.TooMany: 429, fault.Unavailable: 503,
}

// kindNames are the parts of locale keys and problem types.
var kindNames = map[fault.Kind]string{
	fault.Internal: "internal", fault.Invalid: "invalid", fault.Refused: "refused", fault.Conflict: "refused", fault.Mismatch: "invalid",
	fault.NotFound: "not_found", fault.Gone: "gone", fault.Unauthenticated: "unauthenticated", fault.Forbidden: "forbidden",
	fault.TooMany: "too_many", fault.Unavailable: "unavailable",
}

func statusOf(kind fault.Kind) int { return statuses[kind] }

// Fault is the only place that turns an error into an answer: a page, a fragment
// or a problem of RFC 9457. What we don't know is logged whole and shown as a
// sentence with a number; err.Error() is never shown.
func Fault(c *fiber.Ctx, err error) error {
	e := known(err)
	status := statusOf(e.Kind)
	if code := fiberStatus(err); code != 0 && e.Kind == fault.Invalid {
		status = code
	}
	kitOf(c).logFault(c, e, err)
	c.Status(status)
	setWait(c, e)
	switch {
	case wantsJSON(c):
		return sendProblem(c, e, status)
	case e.Kind == fault.Unauthenticated:
		return askToSignIn(c)
	case e.Key == "stepup_needed":
		return askToProve(c, e)
	case isFragment(c):
		return sendFaultToast(c, e)
	}
	return sendFaultPage(c, e, wayOn(e))
}

// wayOn is where somebody belongs who stands at a door that isn't theirs, or "".
func wayOn(e *fault.Error) string {
	return map[string]string{"door_of_the_office": "/till", "door_of_the_shop": "/partner", "door_of_partners": "/admin"}[e.Key]
}

// known gives the *fault.Error in the chain, or the one that an error of Fiber's
// or PostgreSQL's amounts to.
func known(err error) *fault.Error {
	var e *fault.Error
	if errors.As(err, &e) {
		return e
	}
	if code := fiberStatus(err); code != 0 {
		return fromFiber(code, err)
	}
	if db.IsUnavailable(err) {
		return fault.Wrap(fault.Unavailable, "unavailable", err)
	}
	return fault.Wrap(fault.Internal, "internal", err)
}

func fiberStatus(err error) int {
	var e *fiber.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return 0
}

func fromFiber(code int, err error) *fault.Error {
	switch {
	case code == fiber.StatusNotFound:
		return fault.Wrap(fault.NotFound, "not_found", err)
	case code == fiber.StatusMethodNotAllowed:
		return fault.Wrap(fault.Invalid, "method", err)
	case code == fiber.StatusRequestEntityTooLarge:
		return fault.Wrap(fault.Invalid, "too_large", err)
	case code < 500:
		return fault.Wrap(fault.Invalid, "bad_request", err)
	}
	return fault.Wrap(fault.Internal, "internal", err)
}

func (k *kit) logFault(c *fiber.Ctx, e *fault.Error, err error) {
	level := slog.LevelDebug
	switch e.Kind {
	case fault.Internal:
		level = slog.LevelError
	case fault.Unavailable:
		level = slog.LevelWarn
	}
	k.Log.LogAttrs(c.UserContext(), level, "fault", slog.String("id", RequestID(c)), slog.String("key", e.Key), slog.String("error", toLog(err)))
}

// toLog is an error's text. Fiber's own quote the address or the headers, which
// may carry a token (R19), so of them there is the status only.
func toLog(err error) string {
	if code := fiberStatus(err); code != 0 {
		return "HTTP " + strconv.Itoa(code)
	}
	return err.Error()
}

// setWait says when to come back.
func setWait(c *fiber.Ctx, e *fault.Error) {
	switch e.Kind {
	case fault.Unavailable:
		c.Set(fiber.HeaderRetryAfter, strconv.Itoa(tryAgain))
	case fault.TooMany:
		if seconds := views.Whole(e.Params["seconds"]); seconds > 0 {
			c.Set(fiber.HeaderRetryAfter, strconv.FormatInt(seconds, 10))
		}
	}
}

// askToSignIn leads to the sign-in page of the area, and back after it.
func askToSignIn(c *fiber.Ctx) error {
	to := signInOf(c.Path())
	if areaOf(c.Path()) == "till" {
		return askAtTill(c)
	}
	if c.Method() == fiber.MethodGet && local.MatchString(c.Path()) {
		to += "?next=" + c.Path()
	}
	c.Vary("HX-Request")
	if isFragment(c) {
		c.Set("HX-Redirect", to)
		return c.SendString("")
	}
	return c.Redirect(to, fiber.StatusSeeOther)
}

func signInOf(path string) string {
	switch area := areaOf(path); area {
	case "admin", "partner":
		return "/" + area + "/signin"
	}
	return "/signin"
}

// wordsOf are the heading and the text of a fault: its own sentence where the
// locale has one, else its kind's.
func wordsOf(l *views.Locale, e *fault.Error) (heading, text string) {
	kind := "web.faults.show." + kindNames[e.Kind]
	heading, text = l.T(kind+".title"), l.T(kind+".text")
	if len(e.Fields) > 0 {
		first := e.Fields[e.FieldNames()[0]]
		return heading, sentence(l, first.Key, first.Params)
	}
	if e.Kind != fault.Internal && l.Has("fault."+e.Key) {
		text = sentence(l, e.Key, e.Params)
	}
	return heading, text
}

type faultView struct {
	Chrome
	Heading, Text string
	// ShowID shows the request's number; Retry a link to the same address.
	ShowID, Retry bool
	// Way leads to where the visitor can go on, WayLabel names it.
	Way, WayLabel string
}

// sendFaultPage must not fail for the reason the page failed: when it can't be
// drawn either, the heading alone is sent.
func sendFaultPage(c *fiber.Ctx, e *fault.Error, way string) error {
	v := &faultView{Chrome: Chrome{Narrow: true}, Way: way}
	v.Heading, v.Text = wordsOf(Locale(c), e)
	v.Title = v.Heading
	if way != "" {
		v.WayLabel = Locale(c).T("web.faults.show.way." + e.Key)
	}
	v.ShowID = e.Kind == fault.Internal || e.Kind == fault.Unavailable
	v.Retry = v.ShowID && c.Method() == fiber.MethodGet && local.MatchString(c.Path())
	if err := Render(c, "web/faults/show", v); err != nil {
		kitOf(c).Log.Error("the error page can't be drawn", "id", RequestID(c), "error", err)
		return c.SendString(v.Heading)
	}
	return nil
}

// sendFaultToast puts the sentence where messages stand, whatever the request
// wanted to replace.
func sendFaultToast(c *fiber.Ctx, e *fault.Error) error {
	_, text := wordsOf(Locale(c), e)
	if e.Kind == fault.Internal {
		text += " " + Locale(c).T("web.faults.show.number", "Number", RequestID(c))
	}
	c.Set("HX-Retarget", "#toasts")
	c.Set("HX-Reswap", "innerHTML")
	c.Set("HX-Reselect", ".toast")
	c.Vary("HX-Request")
	piece, err := kitOf(c).Views.Draw("shared/toast", Flash{Kind: "bad", Text: text})
	if err != nil {
		return c.SendString("")
	}
	return sendHTML(c, piece)
}

// wantsJSON is a program's request: by its address, or by what it accepts.
func wantsJSON(c *fiber.Ctx) bool {
	accept := c.Get(fiber.HeaderAccept)
	return isProgram(c.Path()) || strings.Contains(accept, "application/problem+json") ||
		(strings.Contains(accept, "application/json") && !strings.Contains(accept, "text/html"))
}
