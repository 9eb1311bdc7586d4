package pictures

import (
	"bytes"
	"encoding/binary"
	"image"
)

// orientation reads how a camera was held, from the Exif part of a JPEG (tag
// 0x0112); 1 where nothing says. Whatever is odd there counts as nothing.
func orientation(body []byte) int {
	at := bytes.Index(body[:min(len(body), 64<<10)], []byte("Exif\x00\x00"))
	if at < 0 {
		return 1
	}
	tiff := body[at+6:]
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	start := int(order.Uint32(tiff[4:8]))
	if start < 8 || start+2 > len(tiff) {
		return 1
	}
	for i := range int(order.Uint16(tiff[start : start+2])) {
		entry := start + 2 + 12*i
		if entry+12 > len(tiff) {
			return 1
		}
		if order.Uint16(tiff[entry:entry+2]) == 0x0112 {
			return int(order.Uint16(tiff[entry+8 : entry+10]))
		}
	}
	return 1
}

// turn puts a picture upright that a camera took lying on its side or standing
// on its head. A mirrored one, as no camera takes it, stays as it is.
func turn(img image.Image, how int) image.Image {
	if how != 3 && how != 6 && how != 8 {
		return img
	}
	b := img.Bounds()
	width, height := b.Dx(), b.Dy()
	if how != 3 {
		width, height = height, width
	}
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			var from image.Point
			switch how {
			case 3:
				from = image.Pt(width-1-x, height-1-y)
			case 6:
				from = image.Pt(y, width-1-x)
			default:
				from = image.Pt(height-1-y, x)
			}
			out.Set(x, y, img.At(b.Min.X+from.X, b.Min.Y+from.Y))
		}
	}
	return out
}
