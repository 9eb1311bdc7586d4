package club

import (
	"fmt"
	"math"
	"strconv"
)

// The formulas are those of CSS Color Module Level 4 (https://www.w3.org/TR/css-color-4/):
// sections 10 (sRGB), 9 (Oklab and OkLCh, by Björn Ottosson,
// https://bottosson.github.io/posts/oklab/) and 13.2 (gamut mapping in OkLCh). So
// a page that works its colours out in the browser shows the same ones.

// rgb is a colour in linear light, each part 0 to 1 where a screen can show it.
type rgb struct{ r, g, b float64 }

// lab is a colour in Oklab.
type lab struct{ l, a, b float64 }

// lch is a colour in OkLCh; the hue is in degrees.
type lch struct{ l, c, h float64 }

// achromatic is the chroma below which a colour is a grey and its hue says
// nothing.
const achromatic = 0.0005

// parse reads "#rrggbb"; anything else is black, which Check refuses before.
func parse(hex string) rgb {
	if !hexColour.MatchString(hex) {
		return rgb{}
	}
	part := func(at int) float64 {
		n, _ := strconv.ParseUint(hex[at:at+2], 16, 8) // the shape was checked
		return linear(float64(n) / 255)
	}
	return rgb{part(1), part(3), part(5)}
}

// hex writes the colour, each part clipped to what a screen can show.
func (c rgb) hex() string {
	part := func(v float64) int { return int(math.Round(255 * gamma(min(1, max(0, v))))) }
	return fmt.Sprintf("#%02x%02x%02x", part(c.r), part(c.g), part(c.b))
}

func linear(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

func gamma(v float64) float64 {
	if v <= 0.0031308 {
		return 12.92 * v
	}
	return 1.055*math.Pow(v, 1/2.4) - 0.055
}

func (c rgb) lab() lab {
	l := math.Cbrt(0.4122214708*c.r + 0.5363325363*c.g + 0.0514459929*c.b)
	m := math.Cbrt(0.2119034982*c.r + 0.6806995451*c.g + 0.1073969566*c.b)
	s := math.Cbrt(0.0883024619*c.r + 0.2817188376*c.g + 0.6299787005*c.b)
	return lab{
		0.2104542553*l + 0.7936177850*m - 0.0040720468*s,
		1.9779984951*l - 2.4285922050*m + 0.4505937099*s,
		0.0259040371*l + 0.7827717662*m - 0.8086757660*s,
	}
}

func (c lab) rgb() rgb {
	cube := func(v float64) float64 { return v * v * v }
	l := cube(c.l + 0.3963377774*c.a + 0.2158037573*c.b)
	m := cube(c.l - 0.1055613458*c.a - 0.0638541728*c.b)
	s := cube(c.l - 0.0894841775*c.a - 1.2914855480*c.b)
	return rgb{
		4.0767416621*l - 3.3077115913*m + 0.2309699292*s,
		-1.2684380046*l + 2.6097574011*m - 0.3413193965*s,
		-0.0041960863*l - 0.7034186147*m + 1.7076147010*s,
	}
}

func (c lab) lch() lch {
	chroma := math.Hypot(c.a, c.b)
	if chroma < achromatic {
		return lch{l: c.l}
	}
	return lch{c.l, chroma, math.Mod(math.Atan2(c.b, c.a)*180/math.Pi+360, 360)}
}

func (c lch) lab() lab {
	sin, cos := math.Sincos(c.h * math.Pi / 180)
	return lab{c.l, c.c * cos, c.c * sin}
}

// mix gives so much of one colour and the rest of the other, in Oklab.
func mix(one lab, share float64, other lab) lab {
	part := func(a, b float64) float64 { return a*share + b*(1-share) }
	return lab{part(one.l, other.l), part(one.a, other.a), part(one.b, other.b)}
}

// The bounds of gamut mapping: a just noticeable difference, and when to stop.
const (
	noticeable = 0.02
	closeBy    = 0.0001
)

// shown is the nearest colour of the same lightness and hue that a screen can
// show: as much chroma as there is room for.
func (c lch) shown() rgb {
	switch {
	case c.l >= 1:
		return rgb{1, 1, 1}
	case c.l <= 0:
		return rgb{}
	}
	whole := c.lab().rgb()
	if whole.fits() || whole.clip().distance(c) < noticeable {
		return whole.clip()
	}
	return c.search()
}

// search halves the range of chroma, as section 13.2 does it.
func (c lch) search() rgb {
	low, high, lowFits := 0.0, c.c, true
	clipped := c.lab().rgb().clip()
	for high-low > closeBy {
		try := lch{c.l, (low + high) / 2, c.h}
		whole := try.lab().rgb()
		if lowFits && whole.fits() {
			low = try.c
			continue
		}
		clipped = whole.clip()
		off := clipped.distance(try)
		switch {
		case off < noticeable && noticeable-off < closeBy:
			return clipped
		case off < noticeable:
			low, lowFits = try.c, false
		default:
			high = try.c
		}
	}
	return clipped
}

func (c rgb) fits() bool {
	in := func(v float64) bool { return v >= -1e-6 && v <= 1+1e-6 }
	return in(c.r) && in(c.g) && in(c.b)
}

func (c rgb) clip() rgb {
	in := func(v float64) float64 { return min(1, max(0, v)) }
	return rgb{in(c.r), in(c.g), in(c.b)}
}

// distance is deltaE OK.
func (c rgb) distance(from lch) float64 {
	a, b := c.lab(), from.lab()
	return math.Sqrt((a.l-b.l)*(a.l-b.l) + (a.a-b.a)*(a.a-b.a) + (a.b-b.b)*(a.b-b.b))
}
