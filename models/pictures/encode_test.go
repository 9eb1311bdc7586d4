package pictures_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"fealty/models/fault"
	"fealty/models/pictures"
)

// halves is a picture whose left half is red and whose right half is blue.
func halves(width, height int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			c := color.RGBA{R: 220, A: 255}
			if x >= width/2 {
				c = color.RGBA{B: 220, A: 255}
			}
			img.Set(x, y, c)
		}
	}
	return img
}

func asPNG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func asJPEG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// webP is a picture of 320 × 240 pixels, all of one green.
const webP = "UklGRvwCAABXRUJQVlA4WAoAAAAgAAAAPwEA7wAASUNDUMgBAAAAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABhY3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADZWUDggDgEAAFAUAJ0BKkAB8AA+0WixUyglpKKgKAEAGglpbuF3YQOADDCLk5D32ych78jCu7V58uSxokYV06T5RW8zP9vfeaPJa9DhBdpUCyXbFxAwD32ych77ZOQ99snIe+2TkPfbJyHvtk5EQPJyHvtk5D32ych77ZOQ99snIe+2TkPfbJziIuTkPfbJyIiG3NrxcnIe+2TkPfbJyHvtk5D32ych77ZOREDych77ZOQ9YAD+9jHaN//wH8S/sC0GaGpQYNMnHyZ/yBYO/uDBpk4+TP+QLB39wM4YO+ntQ3vPxM3fz8MkgJQWFN7z68L8/sIN2eHolQVK1XAT5aBAAYhI4jx4IAElcMKB8WL0IADVmKAAAA=="

// held says in its Exif part how the camera was held.
func held(t testing.TB, img image.Image, how byte) []byte {
	t.Helper()
	plain := asJPEG(t, img)
	tiff := []byte{'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, how, 0, 0, 0, 0, 0, 0}
	part := append([]byte("Exif\x00\x00"), tiff...)
	head := []byte{0xff, 0xd8, 0xff, 0xe1, 0, 0}
	binary.BigEndian.PutUint16(head[4:], uint16(len(part)+2))
	return append(append(head, part...), plain[2:]...)
}

func decoded(t *testing.T, body []byte) image.Image {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func TestEachKindOfPictureComesInTwoSizesOfTheTilesShape(t *testing.T) {
	green, err := base64.StdEncoding.DecodeString(webP)
	if err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string][]byte{"jpeg": asJPEG(t, halves(800, 300)), "png": asPNG(t, halves(300, 900)), "webp": green} {
		p, err := pictures.Encode(body)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		small, large := decoded(t, p.Small).Bounds(), decoded(t, p.Large).Bounds()
		if small.Dx() != 640 || small.Dy() != 480 || large.Dx() != 1280 || large.Dy() != 960 {
			t.Errorf("%s: %v and %v", name, small, large)
		}
	}
}

func TestWhatWasHeldSidewaysStandsUpright(t *testing.T) {
	for how, redAt := range map[byte]image.Point{1: {50, 240}, 3: {590, 240}, 6: {320, 30}, 8: {320, 450}} {
		p, err := pictures.Encode(held(t, halves(800, 600), how))
		if err != nil {
			t.Fatal(err)
		}
		if r, _, b, _ := decoded(t, p.Small).At(redAt.X, redAt.Y).RGBA(); r < 2*b {
			t.Errorf("held %d: at %v there is red %d and blue %d", how, redAt, r, b)
		}
	}
}

func TestNothingOfTheFileButThePictureIsKept(t *testing.T) {
	secret := []byte("51.5007N 0.1246W, taken by Ingrid")
	body := held(t, halves(400, 300), 1)
	with := append(append([]byte{0xff, 0xd8, 0xff, 0xfe, 0, byte(len(secret) + 2)}, secret...), body[2:]...)
	p, err := pictures.Encode(append(with, secret...))
	if err != nil {
		t.Fatal(err)
	}
	for _, out := range [][]byte{p.Small, p.Large} {
		if bytes.Contains(out, secret[:10]) || bytes.Contains(out, []byte("Exif")) {
			t.Error("where and by whom it was taken is still in it")
		}
	}
}

// claims is a PNG of a few bytes that says it is huge.
func claims(width, height uint32) []byte {
	head := make([]byte, 0, 33)
	head = append(head, "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"...)
	head = binary.BigEndian.AppendUint32(head, width)
	head = binary.BigEndian.AppendUint32(head, height)
	head = append(head, 8, 2, 0, 0, 0)
	return binary.BigEndian.AppendUint32(head, crc32.ChecksumIEEE(head[12:]))
}

func TestABadFileIsRefusedWithItsReason(t *testing.T) {
	good := asPNG(t, halves(400, 300))
	for name, c := range map[string]struct {
		body []byte
		key  string
	}{
		"nothing": {nil, "picture_kind"}, "a text": {[]byte("hello"), "picture_kind"}, "an SVG": {[]byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>`), "picture_kind"},
		"a GIF": {[]byte("GIF89a\x01\x00\x01\x00"), "picture_kind"}, "a page that says it is a picture": {[]byte("\x89PNG\r\n\x1a\n<script>"), "picture_broken"},
		"a bomb": {claims(100_000, 100_000), "picture_large"}, "one that claims the most there is": {claims(1<<31-1, 1<<31-1), "picture_broken"},
		"half a file": {good[:len(good)/2], "picture_broken"}, "a stamp": {asPNG(t, halves(40, 30)), "picture_small"},
		"too much": {bytes.Repeat([]byte{0xff}, pictures.MaxBytes+1), "picture_large"}, "a broken WebP": {[]byte("RIFF\x10\x00\x00\x00WEBPVP8 \xff\xff\xff\xff"), "picture_broken"},
	} {
		if _, err := pictures.Encode(c.body); fault.KindOf(err) != fault.Invalid || !fault.Is(err, c.key) {
			t.Errorf("%s: answered %v", name, err)
		}
	}
}

func FuzzEncodeNeverBreaks(f *testing.F) {
	green, _ := base64.StdEncoding.DecodeString(webP)
	for _, seed := range [][]byte{asPNG(f, halves(210, 160)), asJPEG(f, halves(210, 160)), green, claims(500, 500), held(f, halves(210, 160), 6)} {
		f.Add(seed)
		for _, at := range []int{9, 20, len(seed) / 2, len(seed) - 3} {
			broken := bytes.Clone(seed)
			broken[at%len(broken)] ^= 0x55
			f.Add(broken)
		}
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		p, err := pictures.Encode(body)
		if err != nil && fault.KindOf(err) != fault.Invalid {
			t.Errorf("answered %v", err)
		}
		if err == nil && (len(p.Small) == 0 || len(p.Large) == 0) {
			t.Error("a picture without pixels")
		}
	})
}
