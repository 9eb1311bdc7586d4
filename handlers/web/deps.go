package web

import (
	"log/slog"

	"fealty/config"
	"fealty/models/db"
	"fealty/views"
)

// Deps is what every handler is given. It never changes after the start.
type Deps struct {
	DB      *db.DB
	Config  *config.Config // keys by purpose: Config.Key("csrf")
	Views   *views.Engine
	Log     *slog.Logger
	Version string
}
