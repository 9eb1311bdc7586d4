package web

import "fealty/models/staff"

// Office tells which roles open a part of the admin. The navigation and the
// routes ask here, so that no link leads to a closed door. The counter's people
// have no part in it.
func Office(part string) []staff.Role {
	switch part {
	case "admin", "rewards", "causes", "programme":
		return []staff.Role{staff.Owner, staff.Manager, staff.Marketing, staff.Accountant}
	case "members", "partners", "log":
		return []staff.Role{staff.Owner, staff.Manager, staff.Accountant}
	}
	return []staff.Role{staff.Owner, staff.Manager}
}
