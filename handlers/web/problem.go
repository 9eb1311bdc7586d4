package web

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"fealty/models/fault"
)

// Problem is an error as RFC 9457 tells it to programs.
type Problem struct {
	Type     string       `json:"type"`
	Title    string       `json:"title"`
	Status   int          `json:"status"`
	Detail   string       `json:"detail,omitempty"`
	Instance string       `json:"instance,omitempty"`
	Errors   []WrongField `json:"errors,omitempty"`
}

// WrongField is one field of the body, by its path.
type WrongField struct {
	Field   string `json:"field"`
	Pointer string `json:"pointer"`
	Code    string `json:"code"`
	Detail  string `json:"detail"`
}

// sendProblem speaks English: programs log it.
func sendProblem(c *fiber.Ctx, e *fault.Error, status int) error {
	l := kitOf(c).Views.Locales().Pick("en")
	p := Problem{Type: "urn:fealty:problem:" + e.Key, Status: status}
	// A refusal is kept under its key and repeats to the byte (R5); the request's id is in X-Request-Id.
	if status != fiber.StatusConflict {
		p.Instance = "urn:fealty:request:" + RequestID(c)
	}
	p.Title, p.Detail = wordsOf(l, e)
	for _, name := range e.FieldNames() {
		f := e.Fields[name]
		p.Errors = append(p.Errors, WrongField{Field: name, Pointer: pointer(name), Code: f.Key, Detail: sentence(l, f.Key, f.Params)})
	}
	body, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("write a problem: %w", err)
	}
	c.Set(fiber.HeaderContentType, "application/problem+json")
	if e.Kind == fault.Unauthenticated {
		c.Set(fiber.HeaderWWWAuthenticate, `Bearer realm="fealty"`)
	}
	return c.Send(body)
}

// pointer writes a field's path as a JSON Pointer in a URI's fragment (RFC 6901).
func pointer(path string) string {
	var b strings.Builder
	b.WriteString("#")
	for part := range strings.SplitSeq(path, ".") {
		part = strings.NewReplacer("~", "~0", "/", "~1").Replace(part)
		b.WriteString("/" + url.PathEscape(part))
	}
	return b.String()
}
