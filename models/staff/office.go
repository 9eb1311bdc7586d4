package staff

import "slices"

// rights says for a part of the admin who sees it and who changes what is in it.
type rights struct{ sees, changes []Role }

// officeOf is the one table of what each role may see and do in the admin.
// Routes, navigation and pages all ask it, so that no link leads to a closed
// door. The owner may everything; the counter's people have no part in it: their
// place is the till; partners' people have an area of their own.
//
// A manager runs the club, but for who works in it, its keys and its opening.
// Marketing makes what members see and never touches money: rules of earning,
// adjustments, what partners and causes are paid, members' own data. The
// accountant reads what the books need and changes nothing.
func officeOf(part string) rights {
	owner, managers := []Role{Owner}, []Role{Owner, Manager}
	editors, books := []Role{Owner, Manager, Marketing}, []Role{Owner, Manager, Accountant}
	everybody := []Role{Owner, Manager, Marketing, Accountant}
	switch part {
	case "admin", "me":
		return rights{everybody, everybody}
	case "rewards", "causes", "offers", "challenges", "events", "stamps":
		return rights{everybody, editors}
	case "brand", "messages", "surveys", "invitations":
		return rights{editors, editors}
	case "programme", "tiers", "earn":
		return rights{everybody, managers}
	case "members", "partners", "payouts", "statements", "reports":
		return rights{books, managers}
	case "log":
		return rights{books, nil}
	case "team", "keys", "setup":
		return rights{owner, owner}
	}
	// outbox, claims, help, shops, settings, fields and what is yet to come.
	return rights{managers, managers}
}

// Sees lists the roles that see a part of the admin.
func Sees(part string) []Role { return officeOf(part).sees }

// Changes lists the roles that change what is in a part of the admin.
func Changes(part string) []Role { return officeOf(part).changes }

// Sees tells whether the role sees a part of the admin.
func (r Role) Sees(part string) bool { return slices.Contains(Sees(part), r) }

// Changes tells whether the role changes what is in a part of the admin.
func (r Role) Changes(part string) bool { return slices.Contains(Changes(part), r) }
