package pictures

import (
	"bytes"
	"image"
	"image/color"
	"slices"

	"golang.org/x/image/draw"

	"fealty/models/fault"
)

// EncodeWhole is Encode for a mark that must not be cut: it stands in the middle
// of a white square, and that in the middle of the picture.
func EncodeWhole(body []byte) (Picture, error) {
	if _, err := Encode(body); err != nil {
		return Picture{}, err
	}
	known := formats()
	at := slices.IndexFunc(known, func(f format) bool { return f.is(body) })
	img, err := known[at].decode(bytes.NewReader(body))
	if err != nil {
		return Picture{}, fault.Wrap(fault.Invalid, "picture_broken", err)
	}
	return encode(framed(turn(img, orientation(body))))
}

// framed puts a picture on white of the tiles' shape, with room for a square.
func framed(img image.Image) image.Image {
	const height = LargeHeight
	b := img.Bounds()
	w, h := height, height
	if b.Dx() > b.Dy() {
		h = max(1, height*b.Dy()/b.Dx())
	} else {
		w = max(1, height*b.Dx()/b.Dy())
	}
	out := image.NewRGBA(image.Rect(0, 0, LargeWidth, height))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	x, y := (LargeWidth-w)/2, (height-h)/2
	draw.ApproxBiLinear.Scale(out, image.Rect(x, y, x+w, y+h), img, b, draw.Over, nil)
	return out
}
