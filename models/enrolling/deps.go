package enrolling

import (
	"fealty/models/programme"
	"fealty/models/recording"
	"fealty/models/sessions"
	"fealty/models/vouchers"
)

// Deps is what enrolling needs beside the database.
type Deps struct {
	Programme *programme.Cache
	// Keys and CodeKey seal vouchers' codes and six-digit codes.
	Keys    vouchers.Keyring
	CodeKey sessions.CodeKey
}

func (d Deps) recording() recording.Deps {
	return recording.Deps{Programme: d.Programme, Keys: d.Keys}
}
