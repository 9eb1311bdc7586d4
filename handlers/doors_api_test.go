package handlers_test

import "fealty/handlers/apptest"

// apiDoors are those of programs.
func apiDoors(_ *apptest.World) map[string]line {
	return map[string]line{}
}
