package handlers_test

// brandDoors are those of the brand, the settings, the guide and the main rules.
func brandDoors() map[string]line {
	const owner = "staff: owner"
	return map[string]line{
		"GET /admin/begin/:token":       {who: "everybody"},
		"POST /admin/begin/:token":      {who: "everybody"},
		"GET /admin/brand":              {who: editors},
		"POST /admin/brand":             {who: editors},
		"POST /admin/brand/previews":    {who: editors},
		"GET /admin/brand/sample":       {who: editors},
		"POST /admin/logos":             {who: editors},
		"POST /admin/words":             {who: managers},
		"GET /admin/settings":           {who: managers},
		"POST /admin/settings":          {who: managers},
		"POST /admin/languages":         {who: managers},
		"GET /admin/earn":               {who: office},
		"POST /admin/earn":              {who: managers},
		"GET /admin/tiers":              {who: office},
		"POST /admin/tiers":             {who: managers},
		"POST /admin/tiers/previews":    {who: managers},
		"GET /admin/setup":              {who: owner},
		"GET /admin/setup/sign":         {who: owner},
		"GET /admin/setup/trial":        {who: owner},
		"POST /admin/setup/templates":   {who: owner},
		"POST /admin/setup/steps/:step": {who: owner, at: "/admin/setup/steps/team"},
	}
}
