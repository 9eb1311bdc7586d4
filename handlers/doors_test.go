package handlers_test

import (
	"maps"

	"fealty/handlers/apptest"
)

// line says for whom a door is.
type line struct {
	// who is "everybody", "member", "staff", "partner", "till", "paired" or "program"; staff and partner may name roles:
	// "staff: owner manager". A till opens to staff of the named roles, too.
	who string
	// at is an address to try instead of one with unknown ids.
	at string
	// isAlices is a thing of Alice's at that address: no other member may learn that it is there.
	isAlices bool
}

// doors is the one table of who may do what. A route that isn't here fails the build.
func doors(w *apptest.World) map[string]line {
	table := map[string]line{
		"GET /livez":   {who: "everybody"},
		"GET /readyz":  {who: "everybody"},
		"GET /metrics": {who: "program"},
	}
	for _, area := range []map[string]line{tillDoors(w), memberDoors(w), adminDoors(w), partnerDoors(w), apiDoors(w), peopleDoors(w), teamDoors(w), rewardDoors(w), givingDoors(w)} {
		maps.Copy(table, area)
	}
	maps.Copy(table, brandDoors())
	return table
}
