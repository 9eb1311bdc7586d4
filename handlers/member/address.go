package member

import (
	"encoding/hex"
	"fmt"
	"io"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/fault"
)

// pathID reads the id in an address. What can't be one is unknown like any
// other.
func pathID[I any, P interface {
	*I
	UnmarshalText([]byte) error
}](c *fiber.Ctx) (id I, err error) {
	if P(&id).UnmarshalText([]byte(c.Params("id"))) != nil {
		return id, fault.New(fault.NotFound, "not_found")
	}
	return id, nil
}

// afterID reads the key after which a list goes on; what is none is the start.
func afterID[I any, P interface {
	*I
	UnmarshalText([]byte) error
}](c *fiber.Ctx) (id I) {
	if P(&id).UnmarshalText([]byte(web.After(c))) != nil {
		var start I
		return start
	}
	return id
}

// freshKey makes a key for a form that was refused: the refusal stays under the
// old one for good.
func freshKey(d web.Deps) (string, error) {
	var b [16]byte
	if _, err := io.ReadFull(d.DB.Random, b[:]); err != nil {
		return "", fmt.Errorf("make a form's key: %w", err)
	}
	return hex.EncodeToString(b[:]), nil
}
