package web

import (
	"bytes"
	"compress/gzip"
	"strings"
	"sync"

	"github.com/gofiber/fiber/v2"

	"fealty/models/club"
)

// sheets keeps the stylesheet of the theme that was asked for last, drawn once.
type sheets struct {
	mu          sync.Mutex
	theme       club.Theme
	path        string
	plain, gzip []byte
}

// of is the shop's stylesheet, one for all its instances.
func (s *sheets) of(theme club.Theme) (path string, plain, squeezed []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.path == "" || s.theme != theme {
		s.theme, s.path, s.plain = theme, "/theme."+theme.Hash()+".css", theme.Sheet()
		s.gzip = squeeze(s.plain)
	}
	return s.path, s.plain, s.gzip
}

func squeeze(body []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(body); err != nil || w.Close() != nil {
		return nil
	}
	return out.Bytes()
}

// isTheme tells whether an address is that of a theme's stylesheet.
func isTheme(path string) bool {
	return strings.HasPrefix(path, "/theme.") && strings.HasSuffix(path, ".css")
}

// serveTheme answers the shop's colours. Under its own name they may be kept for
// ever; a page from before a change, or one of another instance that saw it
// first, gets what holds now, and asks again.
func (k *kit) serveTheme(c *fiber.Ctx) error {
	path, plain, squeezed := k.sheets.of(ClubOf(c).Settings.Theme)
	c.Set(fiber.HeaderContentType, "text/css; charset=utf-8")
	c.Set(fiber.HeaderCacheControl, "no-cache")
	if c.Path() == path {
		c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	}
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	if squeezed != nil && strings.Contains(c.Get(fiber.HeaderAcceptEncoding), "gzip") {
		c.Set(fiber.HeaderContentEncoding, "gzip")
		return c.Send(squeezed)
	}
	return c.Send(plain)
}
