package handlers_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"fealty/handlers"
	"fealty/handlers/apptest"
	"fealty/handlers/web"
	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/ids"
	"fealty/models/staff"
)

// actor is somebody who tries every door.
type actor struct {
	name string
	// kind is "nobody", "member", "staff", "partner", "till" or "paired" (a till that is locked); role is a staff role.
	kind string
	role staff.Role
	*apptest.Client
}

// openWorld opens the doors of the metrics and of the demo too.
func openWorld(t *testing.T) *apptest.World {
	t.Helper()
	return apptest.Open(t, func(d *web.Deps) { d.Config.MetricsToken, d.Demo = "a token for the tests", true })
}

// cast is everybody of the matrix (T10), each with a browser of their own for one door: a sign-out may be behind it.
func cast(w *apptest.World, gone staff.Staff) []actor {
	return append(tills(w), []actor{
		{"expired", "nobody", "", expired(w)},
		{"anonymous", "nobody", "", w.Anonymous()},
		{"member", "member", "", w.AsMember(w.Alice.ID)},
		{"other member", "member", "", w.AsMember(w.Charlie.ID)},
		{"clerk", "staff", staff.Clerk, w.AsStaff(w.Clerk.ID)},
		{"manager", "staff", staff.Manager, w.AsStaff(w.Manager.ID)},
		{"marketing", "staff", staff.Marketing, w.AsStaff(w.Marketing.ID)},
		{"accountant", "staff", staff.Accountant, w.AsStaff(w.Accountant.ID)},
		{"owner", "staff", staff.Owner, w.AsStaff(w.Dora.ID)},
		{"partner A", "partner", staff.PartnerManager, w.AsStaff(w.TeaHouseManager.ID)},
		{"partner A's clerk", "partner", staff.PartnerClerk, w.AsStaff(w.TeaHouseClerk.ID)},
		{"partner B", "partner", staff.PartnerManager, w.AsStaff(w.FjordkinoManager.ID)},
		{"disabled", "nobody", "", w.AsStaff(gone.ID)},
	}...)
}

// disabled is one of the staff who may not come in any more.
func disabled(w *apptest.World) staff.Staff {
	gone := w.Hire("Gone", staff.Owner, ids.Partner{})
	if err := db.InTx(w.Context(), w.Deps.DB, func(tx *db.Tx) error {
		return tx.Apply(w.Context(), staff.Disable(gone.ID, tx.Now))
	}); err != nil {
		w.Fatal(err)
	}
	return gone
}

// expired is a member whose session is over, like all that there are.
func expired(w *apptest.World) *apptest.Client {
	c := w.AsMember(w.Alice.ID)
	if _, err := testdb.Owner(w, w.Deps.DB).Exec(`UPDATE sessions SET expires_at = seen_at`); err != nil {
		w.Fatal(err)
	}
	return c
}

// The answers that a door gives.
const (
	opens   = "opens"
	signin  = "asks to sign in"
	forbids = "forbids"
	hides   = "hides"
	breaks  = "breaks"
)

// want is what the table says of one actor.
func (l line) want(a actor) string {
	door, roles, _ := strings.Cut(l.who, ": ")
	switch {
	case door == "everybody":
		return opens
	case door == "program":
		return signin
	case door == "till" || door == "paired":
		return l.wantAtTill(a, door, strings.Fields(roles))
	case a.kind == "till" || a.kind == "paired":
		return signin
	case a.kind == "nobody" || (door == "member") != (a.kind == "member"):
		return signin
	case door == "member":
		if l.isAlices && a.name != "member" {
			return hides
		}
		return opens
	case door != a.kind || (roles != "" && !slices.Contains(strings.Fields(roles), string(a.role))):
		return forbids
	}
	return opens
}

// wantAtTill is what the table says of a till's door.
func (l line) wantAtTill(a actor, door string, roles []string) string {
	if a.kind == "till" || a.kind == door || slices.Contains(roles, string(a.role)) {
		return opens
	}
	return signin
}

// got is what a door answered. A page for everybody may lead to the sign-in itself.
func (l line) got(answer apptest.Answer) string {
	isSignIn := l.who != "everybody" && (strings.Contains(answer.Location(), "/signin") || answer.Location() == "/till/pair" ||
		strings.HasPrefix(answer.Location(), "/till/unlock") && !strings.HasPrefix(l.who, "paired"))
	switch {
	case answer.Status == 401 || (answer.Status == 303 && isSignIn):
		return signin
	case answer.Status == 403:
		return forbids
	case answer.Status == 404 && l.isAlices:
		return hides
	case answer.Status >= 500:
		return breaks
	}
	return opens
}

// complaints are what the app logged as broken since the last call.
func complaints(w *apptest.World) string {
	var broken []string
	for entry := range strings.Lines(w.Logged.String()) {
		if strings.Contains(entry, `"level":"ERROR"`) {
			broken = append(broken, entry)
		}
	}
	w.Logged.Reset()
	return strings.Join(broken, "")
}

func try(a actor, method, path string) apptest.Answer {
	if method == "GET" {
		return a.Get(path)
	}
	return a.Post(path, url.Values{"key": {apptest.FormKey(a.name + method + path)}})
}

func TestEveryDoorOpensOnlyToWhomItIsFor(t *testing.T) {
	w := openWorld(t)
	table, gone := doors(w), disabled(w)
	tried, wrong := 0, 0
	for _, route := range handlers.Routes(w.Deps) {
		name := route.Method + " " + route.Path
		l, listed := table[name]
		if !listed {
			t.Errorf("%s isn't in the table of doors_test.go: say there for whom it is", name)
			continue
		}
		for _, a := range cast(w, gone) {
			tried++
			answer := try(a, route.Method, l.path(route.Path))
			if got, want := l.got(answer), l.want(a); got != want {
				wrong++
				t.Errorf("%s %s to %s (status %d, location %q); it should be that it %s\n%s", name, got, a.name, answer.Status, answer.Location(), want, complaints(w))
			}
		}
	}
	t.Logf("authorization matrix: %d doors tried, wrong %d", tried, wrong)
}

func TestTheTableOfDoorsNamesNoneThatIsGone(t *testing.T) {
	w := openWorld(t)
	served := map[string]bool{}
	for _, route := range handlers.Routes(w.Deps) {
		name := route.Method + " " + route.Path
		if served[name] {
			t.Errorf("%s is there twice", name)
		}
		served[name] = true
	}
	for name := range doors(w) {
		if !served[name] {
			t.Errorf("%s is in the table of doors_test.go, but isn't served", name)
		}
	}
}

// path fills the parameters of a route in.
func (l line) path(pattern string) string {
	if l.at != "" {
		return l.at
	}
	parts := strings.Split(pattern, "/")
	for i, part := range parts {
		if strings.HasPrefix(part, ":") {
			parts[i] = fmt.Sprintf("00000000-0000-7000-8000-%012d", i)
		}
	}
	return strings.Join(parts, "/")
}
