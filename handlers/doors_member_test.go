package handlers_test

import "fealty/handlers/apptest"

// memberDoors are those of the member portal and of what everybody sees.
func memberDoors(_ *apptest.World) map[string]line {
	return map[string]line{}
}
