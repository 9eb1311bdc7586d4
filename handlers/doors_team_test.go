package handlers_test

// teamDoors are those of roles, accounts and proofs.
func teamDoors() map[string]line {
	return map[string]line{
		"GET /me/proof":       {who: "member"},
		"POST /me/proof":      {who: "member"},
		"GET /me/proof/code":  {who: "member"},
		"POST /me/proof/code": {who: "member"},
	}
}
