package api

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"fealty/handlers/web"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/once"
	"fealty/models/recording"
)

func recordingDeps(d web.Deps) recording.Deps {
	return recording.Deps{Programme: d.Programme, Keys: d.Keyring, Queue: d.Purchases}
}

// keyOf reads the Idempotency-Key, which every write but the joining of a member
// needs. Keys of different API keys never meet.
func keyOf(c *fiber.Ctx, act string) (once.Key, error) {
	key := c.Get("Idempotency-Key")
	if key == "" {
		return once.Key{}, fault.New(fault.Invalid, "key_missing")
	}
	isPlain := !strings.ContainsFunc(key, func(r rune) bool { return r < ' ' || r > '~' })
	if len(key) > once.MaxKey || !isPlain {
		return once.Key{}, fault.New(fault.Invalid, "key_invalid", fault.Params{"Max": once.MaxKey})
	}
	return once.Key{Scope: "api:" + web.APIKeyOf(c).ID.String() + ":" + act, Key: key}, nil
}

func actorOf(c *fiber.Ctx) ledger.Actor {
	return ledger.Actor{Kind: ledger.ByAPI, ID: uuid.UUID(web.APIKeyOf(c).ID)}
}

// memberOf reads the member's id from the address; what is no id is nobody's.
func memberOf(c *fiber.Ctx) (ids.Member, error) {
	var id ids.Member
	if err := id.UnmarshalText([]byte(c.Params("id"))); err != nil || id.IsZero() {
		return id, fault.New(fault.NotFound, "not_found")
	}
	return id, nil
}

// The bounds of a page.
const (
	pageDefault = 50
	pageMost    = 200
)

// pageOf reads limit and before of a list.
func pageOf(c *fiber.Ctx) (limit int, before int64, err error) {
	var f fault.Fields
	limit = pageDefault
	if text := c.Query("limit"); text != "" {
		if limit, err = strconv.Atoi(text); err != nil || limit < 1 || limit > pageMost {
			f.Add("limit", "page_limit", fault.Params{"Max": pageMost})
		}
	}
	if text := c.Query("before"); text != "" {
		if before, err = strconv.ParseInt(text, 10, 64); err != nil || before < 1 {
			f.Add("before", "page_before")
		}
	}
	return limit, before, f.Err()
}
