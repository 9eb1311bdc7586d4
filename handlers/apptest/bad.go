package apptest

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
)

// BadValues are what a field must survive: nothing, too much, other alphabets,
// controls, markup, SQL, numbers beyond every type.
func BadValues(r *rand.Rand) []string {
	return []string{"", " ", "\x00", "a\x00b", "\xff\xfe", "\u202e", strings.Repeat("x", 300), strings.Repeat("é", 5000), "'; DROP TABLE members; --",
		"<script>alert(1)</script>", "-1", "99999999999999999999", "1e9", "NaN", "2026-02-30", "0000-00-00", "../../etc/passwd", "%00", "a@b", "@",
		"a@" + strings.Repeat("b.", 200), "+", "+47", "00", "0.001", "\r\nX: y", "{{.}}", "💥", "null", "true", "[]",
		fmt.Sprint(r.Uint64()), fmt.Sprintf("%x", r.Uint64())}
}

// Refuses posts a form that can't be good: the answer says so, and no markup
// comes back.
func (c *Client) Refuses(path string, form url.Values) {
	c.Helper()
	got := c.Post(path, form)
	if got.Status < 400 || got.Status >= 500 {
		c.Errorf("%s %.200q: %d %s", path, form, got.Status, got.Location())
	}
	if strings.Contains(got.Body, "<script>alert") {
		c.Errorf("%s %.200q: markup came back", path, form)
	}
}
