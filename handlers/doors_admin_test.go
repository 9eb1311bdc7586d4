package handlers_test

import "fealty/handlers/apptest"

// adminDoors are those of the shop's staff.
func adminDoors(_ *apptest.World) map[string]line {
	return map[string]line{}
}
