package web

import "fealty/models/staff"

// Office tells which roles see a part of the admin, and Desk which change what is
// in it: the one table is models/staff/office.go. The navigation and the routes
// ask here, so that no link leads to a closed door.
func Office(part string) []staff.Role { return staff.Sees(part) }

// Desk tells which roles change what is in a part of the admin.
func Desk(part string) []staff.Role { return staff.Changes(part) }
