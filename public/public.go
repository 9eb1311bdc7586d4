package public

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"path"
	"sort"
	"strings"
)

//go:embed all:css all:js all:fonts icons.svg icon.svg
var files embed.FS

// Asset is one file as it is served.
type Asset struct {
	// Path is the address: "/assets/app.3f9c2a7b.css".
	Path string
	// Type is the MIME type.
	Type string
	// Body is the content; Gzip is the same, compressed, or nil where that
	// saves nothing.
	Body, Gzip []byte
}

// table is made once, before anything is served, and never changes.
var table = mustBuild()

// Path is the address of a file, by its name in this folder: "css/app.css",
// "js/app.js", "icons.svg". An unknown name gives "", which the asset test and
// the template check find.
func Path(name string) string { return table.byName[name] }

// Find gives the asset served at an address.
func Find(address string) (Asset, bool) {
	a, ok := table.byPath[address]
	return a, ok
}

// Names lists every asset, sorted.
func Names() []string {
	names := make([]string, 0, len(table.byName))
	for name := range table.byName {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// Content gives a file as it lies here, for those who read it rather than serve
// it (the names of icons).
func Content(name string) ([]byte, error) {
	body, err := files.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read asset: %w", err)
	}
	return body, nil
}

type assets struct {
	byName map[string]string
	byPath map[string]Asset
}

// mustBuild can only fail when the program was built wrongly.
func mustBuild() assets {
	t := assets{byName: map[string]string{}, byPath: map[string]Asset{}}
	if err := t.build(); err != nil {
		panic(err)
	}
	return t
}

func (t assets) build() error {
	for _, folder := range []string{"fonts", "js", "icons.svg", "icon.svg"} {
		if err := fs.WalkDir(files, folder, t.addFile); err != nil {
			return fmt.Errorf("build assets: %w", err)
		}
	}
	return t.addStylesheet()
}

func (t assets) addFile(name string, entry fs.DirEntry, err error) error {
	if err != nil || entry.IsDir() || path.Ext(name) == ".LICENSE" {
		return err
	}
	body, err := files.ReadFile(name)
	if err == nil {
		t.add(name, body)
	}
	return err
}

// addStylesheet joins css/app/*.css in order into one, with the fonts under
// their hashed names.
func (t assets) addStylesheet() error {
	parts, err := fs.Glob(files, "css/app/*.css")
	if err != nil {
		return fmt.Errorf("list stylesheets: %w", err)
	}
	var all bytes.Buffer
	for _, part := range parts {
		body, err := files.ReadFile(part)
		if err != nil {
			return fmt.Errorf("read stylesheet: %w", err)
		}
		all.Write(body)
	}
	css := all.String()
	for name, address := range t.byName {
		css = strings.ReplaceAll(css, "url(../"+name+")", "url("+address+")")
	}
	t.add("css/app.css", []byte(css))
	return nil
}

func (t assets) add(name string, body []byte) {
	sum := sha256.Sum256(body)
	ext := path.Ext(name)
	stem := strings.TrimSuffix(path.Base(name), ext)
	address := "/assets/" + stem + "." + hex.EncodeToString(sum[:5]) + ext
	t.byName[name] = address
	t.byPath[address] = Asset{Path: address, Type: typeOf(ext), Body: body, Gzip: squeeze(ext, body)}
}

// typeOf doesn't ask the machine's own tables, which differ.
func typeOf(ext string) string {
	switch ext {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	}
	return mime.TypeByExtension(ext)
}

// squeeze compresses once, at the start. Fonts are compressed already.
func squeeze(ext string, body []byte) []byte {
	if ext == ".woff2" {
		return nil
	}
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil
	}
	if _, err := w.Write(body); err != nil || w.Close() != nil || out.Len() >= len(body) {
		return nil
	}
	return out.Bytes()
}
