package staffdoor

import "fealty/handlers/web"

// ownRoutes are the account of whoever is signed in, and the proof that they are
// there. What changes how somebody gets in asks for that proof.
func (a door) ownRoutes() []web.Route {
	own := web.Staff()
	if a.area == "/partner" {
		own = web.Partner()
	}
	return []web.Route{
		{Method: "GET", Path: a.area + "/stepup", Access: own, Handler: a.stepupNew},
		{Method: "POST", Path: a.area + "/stepup", Access: own, Handler: a.stepupCreate},
		{Method: "GET", Path: a.area + "/me", Access: own, Handler: a.meEdit},
		{Method: "POST", Path: a.area + "/me", Access: own, Handler: a.meUpdate},
		{Method: "POST", Path: a.area + "/me/password", Access: own, Handler: a.passwordsCreate},
		{Method: "POST", Path: a.area + "/me/signouts", Access: own, Handler: a.signoutsCreate},
		{Method: "POST", Path: a.area + "/me/sessions/:session/ends", Access: own, Handler: a.endsCreate},
		{Method: "GET", Path: a.area + "/me/app", Access: own, Handler: a.appEdit, StepUp: true},
		{Method: "POST", Path: a.area + "/me/app", Access: own, Handler: a.appUpdate, StepUp: true},
		{Method: "POST", Path: a.area + "/me/app/removals", Access: own, Handler: a.removalsCreate, StepUp: true},
		{Method: "GET", Path: a.area + "/me/passkeys/new", Access: own, Handler: a.passkeysNew, StepUp: true},
		{Method: "POST", Path: a.area + "/me/passkeys", Access: own, Handler: a.passkeysCreate, StepUp: true},
		{Method: "POST", Path: a.area + "/me/passkeys/:key/removals", Access: own, Handler: a.removalsCreate, StepUp: true},
		{Method: "GET", Path: a.area + "/me/recovery", Access: own, Handler: a.recoveryNew, StepUp: true},
		{Method: "POST", Path: a.area + "/me/recovery", Access: own, Handler: a.recoveryCreate, StepUp: true},
	}
}
