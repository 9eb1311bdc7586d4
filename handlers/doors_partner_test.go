package handlers_test

import "fealty/handlers/apptest"

// partnerDoors are those of the partners' staff.
func partnerDoors(_ *apptest.World) map[string]line {
	return map[string]line{}
}
