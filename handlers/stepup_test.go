package handlers

import (
	"net/http/httptest"
	"testing"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/ids"
	"fealty/models/sessions"
)

// knockAt asks a marked door in one session.
func knockAt(t *testing.T, app *fiber.App, session string) (status int, location string) {
	t.Helper()
	request := httptest.NewRequest("GET", "/admin/safe?x=1", nil)
	request.Header.Set("Cookie", "fealty="+session)
	answer, err := app.Test(request, -1)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	return answer.StatusCode, answer.Header.Get("Location")
}

func TestAMarkedDoorAsksForAProofOfTheLastTenMinutes(t *testing.T) {
	_, d := doorFor(t, web.Public())
	app := web.NewApp(d)
	app.Get("/admin/safe", guard(d, web.Public()), stepUp, func(c *fiber.Ctx) error { return c.SendString("open") })
	begin := func(s sessions.Session) string {
		id, err := sessions.Start(t.Context(), d.DB, s)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	var somebody ids.Staff
	if err := db.InTx(t.Context(), d.DB, func(tx *db.Tx) (err error) { somebody, err = db.ID[ids.Staff](tx); return err }); err != nil {
		t.Fatal(err)
	}
	stale, fresh := begin(sessions.ForStaff(somebody)), begin(sessions.ForStaff(somebody).Proved(d.DB.Time()))
	if status, to := knockAt(t, app, stale); status != 303 || to != "/admin/stepup?next=%2Fadmin%2Fsafe%3Fx%3D1" {
		t.Errorf("without a proof: %d %s", status, to)
	}
	if status, _ := knockAt(t, app, fresh); status != 200 {
		t.Errorf("with a proof: %d", status)
	}
	testdb.Forward(t, d.DB, sessions.ProofLife)
	if status, _ := knockAt(t, app, fresh); status != 303 {
		t.Errorf("with an old proof: %d", status)
	}
}
