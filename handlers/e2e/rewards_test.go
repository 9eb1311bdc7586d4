package e2e

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/chromedp/chromedp"
)

// photo is a picture of the shop's own in a file.
func photo(t *testing.T) string {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 1280, 960))
	for y := range 960 {
		for x := range 1280 {
			img.Set(x, y, color.RGBA{R: uint8(80 + x/16), G: uint8(60 + y/12), B: 40, A: 255})
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "photo.png")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// ChooseFile puts a file into a field.
func (b *Browser) ChooseFile(name, path string) {
	b.t.Helper()
	b.do("choose a file", chromedp.SetUploadFiles(`input[name="`+name+`"]`, []string{path}, chromedp.ByQuery))
}

// attribute is one of an element's.
func (b *Browser) attribute(selector, name string) string {
	b.t.Helper()
	return b.ask(`document.querySelector(` + strconv.Quote(selector) + `).getAttribute(` + strconv.Quote(name) + `)`)
}

// Acceptance 27: a reward in two languages with a picture; the preview is what the member then sees; cost before saving.
func TestARewardIsMadeInTwoLanguagesWithAPictureAndMembersSeeThePreview(t *testing.T) {
	s := newSite(t)
	b := s.Open(t)
	b.As(s.AsStaff(s.Dora.ID))
	b.Go("/admin/rewards/new")
	b.Sees("What kind of reward?")
	b.Press("Experience")
	b.Fill("texts.en.name", "Roastery walk")
	b.PressOn(`details.words:nth-of-type(3) summary`)
	b.Fill("texts.pl.name", "Spacer po palarni")
	b.Fill("price", "300")
	b.Fill("worth", "25")
	b.Fill("cost", "4")
	b.Sees("1.3%") // what it costs is told before anything is saved
	b.Press("Save and publish")
	b.IsAt("/admin/rewards/…")
	b.ChooseFile("picture", photo(t))
	b.Press("Upload")
	b.Sees("The picture is there.")
	preview := b.Text("#pv + .phone .tile")
	picture := b.attribute("#pv + .phone .tile img", "src")
	member := s.Open(t)
	member.As(s.AsMember(s.Alice.ID))
	member.Go("/rewards?q=Roastery")
	if got := member.Text("#list .tile"); got != preview {
		t.Errorf("the preview says %q, the member sees %q", preview, got)
	}
	if got := member.attribute("#list .tile img", "src"); got != picture || picture == "" {
		t.Errorf("the preview shows %q, the member sees %q", picture, got)
	}
	member.Speak("pl")
	member.Go("/rewards?q=palarni")
	member.Sees("Spacer po palarni")
}
