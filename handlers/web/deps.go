package web

import (
	"io"
	"log/slog"
	"time"

	"crypto/rand"

	"github.com/gofiber/fiber/v2"

	"fealty/config"
	"fealty/models/apikeys"
	"fealty/models/club"
	"fealty/models/db"
	"fealty/models/programme"
	"fealty/models/recording"
	"fealty/models/sessions"
	"fealty/models/staff"
	"fealty/models/vouchers"
	"fealty/views"
)

// Deps is what every handler is given. It never changes after the start.
type Deps struct {
	DB      *db.DB
	Config  *config.Config // keys by purpose: Config.Key("csrf")
	Views   *views.Engine
	Log     *slog.Logger
	Version string
	// Programme knows the version in force, which the pages' words and
	// currency come from.
	Programme *programme.Cache
	// APIKeys finds the keys that programs show.
	APIKeys *apikeys.Finder
	// Purchases is where purchases wait to share a transaction.
	Purchases *recording.Queue
	// Club knows what the shop has set: features, colours, texts.
	Club *club.Cache
	// Keyring opens vouchers' codes; CodeKey keys the six-digit ones.
	Keyring vouchers.Keyring
	CodeKey sessions.CodeKey
	// Hasher and Box keep staff's passwords and second factors; StaffLinks are the
	// links by which they choose a password.
	Hasher     *staff.Hasher
	Box        *staff.Box
	StaffLinks staff.Invitations
	// Demo opens the demo's shortcuts: one press to be one of its people, and
	// codes on the page. Only with a loopback BASE_URL.
	Demo bool
	// Metrics shows the program's measures.
	Metrics fiber.Handler
	// Extra runs before the routes, in order: what only some areas need.
	Extra []Middleware
}

// clock is the database's, so that a test moves one clock for all.
func (d Deps) clock() time.Time {
	if d.DB != nil {
		return d.DB.Clock()
	}
	return time.Now().UTC()
}

func (d Deps) random() io.Reader {
	if d.DB != nil {
		return d.DB.Random
	}
	return rand.Reader
}
