package public

import (
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
)

func TestEveryAssetIsServedUnderAHashedName(t *testing.T) {
	hashed := regexp.MustCompile(`^/(assets/)?[a-z.-]+\.[0-9a-f]{10}\.(css|js|svg|woff2)$`)
	for _, name := range Names() {
		asset, ok := Find(Path(name))
		if !ok || !hashed.MatchString(asset.Path) || asset.Type == "" || len(asset.Body) == 0 {
			t.Errorf("%s is served at %q as %q, %d bytes", name, asset.Path, asset.Type, len(asset.Body))
		}
	}
	if len(Names()) < 8 {
		t.Fatalf("only %v", Names())
	}
}

func TestTheStylesheetIsWholeAndNamesItsFonts(t *testing.T) {
	asset, _ := Find(Path("css/app.css"))
	css := string(asset.Body)
	for _, want := range []string{"@layer tokens", ".hero", ".voucher", ".kpis", ".under-dot", Path("fonts/inter-latin.woff2")} {
		if !strings.Contains(css, want) {
			t.Errorf("app.css lacks %q", want)
		}
	}
	if strings.Contains(css, "../fonts") || strings.Count(css, "{") != strings.Count(css, "}") {
		t.Error("app.css has an unresolved font or an open brace")
	}
}

func TestTheCompressedFormIsTheSame(t *testing.T) {
	for _, name := range []string{"css/app.css", "js/htmx.min.js", "icons.svg"} {
		asset, _ := Find(Path(name))
		r, err := gzip.NewReader(bytes.NewReader(asset.Gzip))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		plain, err := io.ReadAll(r)
		if err != nil || !bytes.Equal(plain, asset.Body) {
			t.Errorf("%s differs after decompression: %v", name, err)
		}
	}
}

func TestPicturesAreWellFormedAndCarryNoStyle(t *testing.T) {
	for _, name := range []string{"icons.svg", "icon.svg"} {
		body, err := Content(name)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(body, []byte("style=")) || bytes.Contains(body, []byte("<script")) {
			t.Errorf("%s has an inline style or script", name)
		}
		if err := readXML(body); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func readXML(body []byte) error {
	d := xml.NewDecoder(bytes.NewReader(body))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func TestOwnScriptStaysSmall(t *testing.T) {
	asset, _ := Find(Path("js/app.js"))
	if len(asset.Body) > 4096 {
		t.Errorf("app.js is %d bytes; 4096 is the limit", len(asset.Body))
	}
}
