package pictures

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"

	"golang.org/x/image/draw"
	"golang.org/x/image/webp"

	"fealty/models/fault"
)

// What is taken: so many bytes, so many pixels, and no smaller than a tile needs.
const (
	MaxBytes  = 5 << 20
	MaxPixels = 40_000_000
	MinWidth  = 200
	quality   = 84
)

// The two sizes, cut to the tile's 4:3.
const (
	SmallWidth, SmallHeight = 640, 480
	LargeWidth, LargeHeight = 1280, 960
)

// format is a kind of picture that is taken, known by its first bytes.
type format struct {
	is     func(head []byte) bool
	config func(*bytes.Reader) (image.Config, error)
	decode func(*bytes.Reader) (image.Image, error)
}

func formats() []format {
	return []format{
		{func(b []byte) bool { return bytes.HasPrefix(b, []byte{0xff, 0xd8, 0xff}) },
			func(r *bytes.Reader) (image.Config, error) { return jpeg.DecodeConfig(r) },
			func(r *bytes.Reader) (image.Image, error) { return jpeg.Decode(r) }},
		{func(b []byte) bool { return bytes.HasPrefix(b, []byte("\x89PNG\r\n\x1a\n")) },
			func(r *bytes.Reader) (image.Config, error) { return png.DecodeConfig(r) },
			func(r *bytes.Reader) (image.Image, error) { return png.Decode(r) }},
		{func(b []byte) bool { return len(b) > 12 && string(b[:4]) == "RIFF" && string(b[8:12]) == "WEBP" },
			func(r *bytes.Reader) (image.Config, error) { return webp.DecodeConfig(r) },
			func(r *bytes.Reader) (image.Image, error) { return webp.Decode(r) }},
	}
}

// Encode reads a JPEG, PNG or WebP and makes both sizes of it, as JPEGs that hold
// nothing but the picture. Anything else is fault.Invalid: picture_kind,
// picture_large, picture_small or picture_broken.
func Encode(body []byte) (Picture, error) {
	if len(body) > MaxBytes {
		return Picture{}, fault.New(fault.Invalid, "picture_large", fault.Params{"max": MaxBytes >> 20})
	}
	known := formats()
	at := slices.IndexFunc(known, func(f format) bool { return f.is(body) })
	if at < 0 {
		return Picture{}, fault.New(fault.Invalid, "picture_kind")
	}
	// The size is read before the pixels are: a small file may claim to be huge.
	config, err := known[at].config(bytes.NewReader(body))
	if err != nil {
		return Picture{}, fault.Wrap(fault.Invalid, "picture_broken", err)
	}
	switch {
	case config.Width <= 0 || config.Height <= 0 || config.Width > MaxPixels/config.Height:
		return Picture{}, fault.New(fault.Invalid, "picture_large", fault.Params{"max": MaxBytes >> 20})
	case config.Width < MinWidth || config.Height < MinWidth*3/4:
		return Picture{}, fault.New(fault.Invalid, "picture_small", fault.Params{"min": MinWidth})
	}
	img, err := known[at].decode(bytes.NewReader(body))
	if err != nil {
		return Picture{}, fault.Wrap(fault.Invalid, "picture_broken", err)
	}
	return encode(turn(img, orientation(body)))
}

func encode(img image.Image) (p Picture, err error) {
	if p.Large, err = size(img, LargeWidth, LargeHeight); err != nil {
		return p, err
	}
	p.Small, err = size(img, SmallWidth, SmallHeight)
	return p, err
}

// size cuts the middle out of the picture and draws it on white.
func size(img image.Image, width, height int) ([]byte, error) {
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(out, out.Bounds(), img, middle(img.Bounds(), width, height), draw.Over, nil)
	var body bytes.Buffer
	if err := jpeg.Encode(&body, out, &jpeg.Options{Quality: quality}); err != nil {
		return nil, fmt.Errorf("encode a picture: %w", err)
	}
	return body.Bytes(), nil
}

// middle is the largest part in the middle that has the wanted shape.
func middle(b image.Rectangle, width, height int) image.Rectangle {
	w, h := b.Dx(), b.Dy()
	if w*height > h*width {
		w = max(1, h*width/height)
	} else {
		h = max(1, w*height/width)
	}
	x, y := b.Min.X+(b.Dx()-w)/2, b.Min.Y+(b.Dy()-h)/2
	return image.Rect(x, y, x+w, y+h)
}
