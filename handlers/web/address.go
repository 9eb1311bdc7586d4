package web

import (
	"net"
	"net/netip"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// placeVisitor makes c.IP() the visitor's address. Behind proxies of ours that
// is the last address of X-Forwarded-For that is no proxy's: each proxy adds
// whom it saw at the end, and what stands before was written by the visitor, who
// would otherwise choose the address by which limits count (R12). Fiber takes the
// first one.
func (k *kit) placeVisitor(c *fiber.Ctx) {
	c.Context().SetRemoteAddr(nil) // what an earlier request on this connection said
	if !k.isProxy(addressOf(c.Context().RemoteIP().String())) {
		return
	}
	visitor := addressOf(k.lastForwarded(c))
	if visitor.IsValid() {
		c.Context().SetRemoteAddr(&net.TCPAddr{IP: visitor.AsSlice()})
	}
}

// lastForwarded walks X-Forwarded-For from its end, over all its lines; when
// there are only proxies it is the first of them.
func (k *kit) lastForwarded(c *fiber.Ctx) string {
	var last string
	lines := c.Request().Header.PeekAll(fiber.HeaderXForwardedFor)
	for _, line := range slices.Backward(lines) {
		for _, hop := range slices.Backward(strings.Split(string(line), ",")) {
			last = hop
			if !k.isProxy(addressOf(hop)) {
				return last
			}
		}
	}
	return last
}

// addressOf reads an address; the zero value is none.
func addressOf(text string) netip.Addr {
	addr, err := netip.ParseAddr(strings.TrimSpace(text))
	if err != nil {
		return netip.Addr{}
	}
	return addr.Unmap()
}

func (k *kit) isProxy(addr netip.Addr) bool {
	return addr.IsValid() && slices.ContainsFunc(k.Config.TrustedProxies, func(p netip.Prefix) bool { return p.Contains(addr) })
}
