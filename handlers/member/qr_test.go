package member_test

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var (
	qrSize = regexp.MustCompile(`<div class="qr"><svg viewBox="0 0 (\d+) \d+"[^>]*><path d="([^"]+)"`)
	qrRun  = regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-\d+z`)
)

// qrOnPage draws the QR code of a page as a picture, eight pixels to a module
// and a quiet zone of four modules around it.
func qrOnPage(t *testing.T, body string) image.Image {
	t.Helper()
	found := qrSize.FindStringSubmatch(body)
	if found == nil {
		t.Fatalf("there is no QR code on the page: %s", body)
	}
	const module, quiet = 8, 4
	size, _ := strconv.Atoi(found[1])
	side := (size + 2*quiet) * module
	picture := image.NewGray(image.Rect(0, 0, side, side))
	draw.Draw(picture, picture.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	for _, run := range qrRun.FindAllStringSubmatch(found[2], -1) {
		x, _ := strconv.Atoi(run[1])
		y, _ := strconv.Atoi(run[2])
		n, _ := strconv.Atoi(run[3])
		dark := image.Rect((x+quiet)*module, (y+quiet)*module, (x+n+quiet)*module, (y+1+quiet)*module)
		draw.Draw(picture, dark, image.NewUniform(color.Black), image.Point{}, draw.Src)
	}
	return picture
}

// scan reads a picture with zbarimg.
func scan(t *testing.T, picture image.Image) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "qr.png")
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(file, picture); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("zbarimg", "--quiet", "--raw", name).Output()
	if err != nil {
		t.Fatalf("zbarimg reads nothing: %v", err)
	}
	return strings.TrimSpace(string(out))
}
