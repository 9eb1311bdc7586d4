package club_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"fealty/models/club"
	"fealty/models/fault"
)

// prototypes are the themes that the drawings were made in.
func prototypes() map[string]club.Theme {
	return map[string]club.Theme{
		"havn":   club.DefaultTheme(),
		"plum":   {Brand: "#6d2248", Accent: "#f2b8a0", Neutral: "#8d7f85", Radius: 22, Font: "inter"},
		"cobalt": {Brand: "#1746d1", Accent: "#ffc845", Neutral: "#7c8494", Radius: 8, Font: "inter"},
		"sun":    {Brand: "#ffd23f", Accent: "#ee4266", Neutral: "#88857a", Action: "#1a1a1a", Radius: 4, Font: "inter"},
		"night":  {Brand: "#111111", Accent: "#8a8a8a", Neutral: "#808080", Radius: 0, Font: "system"},
	}
}

// measured is what a browser worked out of the prototype's stylesheet.
type measured struct {
	Light, Dark struct {
		Hex map[string]string
		R   [][2]string
	}
}

func TestTheColoursAreThoseThatABrowserWorksOut(t *testing.T) {
	text, err := os.ReadFile("testdata/contrast.json")
	if err != nil {
		t.Fatal(err)
	}
	var m measured
	if err := json.Unmarshal(text, &m); err != nil {
		t.Fatal(err)
	}
	light, dark := club.DefaultTheme().Colours()
	for name, want := range m.Light.Hex {
		near(t, "light "+name, light[name], want)
	}
	for name, want := range m.Dark.Hex {
		near(t, "dark "+name, dark[name], want)
	}
	for _, pair := range m.Light.R {
		over, under, _ := strings.Cut(pair[0], " on ")
		if got := fmt.Sprintf("%.1f", club.Ratio(light[over], light[under])); got[:len(got)-2] != strings.Split(pair[1], ".")[0] {
			t.Errorf("%s: %s, a browser says %s", pair[0], got, pair[1])
		}
	}
}

// near takes a step of one for a rounding.
func near(t *testing.T, what, got, want string) {
	t.Helper()
	for i := 1; i < 7; i += 2 {
		a, _ := strconv.ParseInt(got[i:i+2], 16, 32)
		b, _ := strconv.ParseInt(want[i:i+2], 16, 32)
		if math.Abs(float64(a-b)) > 1 {
			t.Errorf("%s is %s, a browser says %s", what, got, want)
			return
		}
	}
}

func TestEveryThemeOfTheDrawingsIsReadable(t *testing.T) {
	for name, theme := range prototypes() {
		for _, p := range theme.Unreadable() {
			t.Errorf("%s: %s on %s has %.2f (dark: %v)", name, p.Over, p.Under, p.Ratio, p.IsDark)
		}
	}
}

func TestNoBrandColourMakesTextUnreadable(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	brands := []string{"#ffff00", "#fdf6e3", "#808080", "#000000", "#ffffff", "#00ff00", "#0000ff", "#ff00ff",
		"#1f5147", "#c8102e", "#ffd400", "#0057ff", "#7a1fa2", "#00b5ad", "#ff6f00", "#111111", "#f4f0e6", "#e91e63", "#6b8e23", "#8a8a8a"}
	for range 1000 {
		brands = append(brands, fmt.Sprintf("#%06x", random.IntN(1<<24)))
	}
	for i, brand := range brands {
		theme := club.DefaultTheme()
		theme.Brand, theme.Neutral = brand, brands[(i*7+3)%len(brands)]
		if i%3 == 0 {
			theme.Action = brands[(i*5+1)%len(brands)]
		}
		for _, p := range theme.Unreadable() {
			t.Errorf("%+v: %s on %s has %.2f (dark: %v)", theme, p.Over, p.Under, p.Ratio, p.IsDark)
		}
	}
}

func TestAnAccentThatMakesTextUnreadableIsRefused(t *testing.T) {
	s := club.Default()
	s.Accent = "#000000"
	e := fault.Of(club.Check(s))
	if f, ok := e.Fields["accent"]; !ok || f.Key != "unreadable" {
		t.Errorf("%+v", e)
	}
	for name, theme := range prototypes() {
		s.Theme = theme
		if err := club.Check(s); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestASheetHoldsPlainColoursOnly(t *testing.T) {
	for name, theme := range prototypes() {
		for _, css := range [][]byte{theme.Sheet(), theme.Sample()} {
			for _, word := range []string{"oklch", "light-dark", "color-mix", "--ink:}", "--:"} {
				if strings.Contains(string(css), word) {
					t.Errorf("%s: the sheet holds %s", name, word)
				}
			}
			if n := strings.Count(string(css), "{"); n != strings.Count(string(css), "}") {
				t.Errorf("%s: %d braces open", name, n)
			}
		}
	}
	plum := prototypes()["plum"]
	if plum.Hash() == club.DefaultTheme().Hash() || plum.Hash() != prototypes()["plum"].Hash() {
		t.Error("the hash does not tell themes apart")
	}
}
