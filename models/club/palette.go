package club

// Palette is every colour that pages use in one scheme, by the name of its token
// without the dashes, as "#rrggbb".
type Palette map[string]string

// Colours works out both palettes. Lightness is fixed for each role; only hue and
// chroma come from the theme, so text keeps its contrast. The formulas are those
// of public/css/app/1-tokens.css.
func (t Theme) Colours() (light, dark Palette) {
	p := painter{brand: parse(t.Brand).lab(), accent: parse(t.Accent).lab(), grey: parse(t.Neutral).lab().lch()}
	p.action = p.brand
	if t.Action != "" {
		p.action = parse(t.Action).lab()
	}
	light, dark = p.light(), p.dark()
	for _, scheme := range []Palette{light, dark} {
		scheme["brand"], scheme["on-brand"], scheme["accent"], scheme["neutral"] = t.Brand, OnColour(t.Brand), t.Accent, t.Neutral
		scheme["a3"] = t.Accent
	}
	light["hero"], light["on-hero"], light["a2"] = t.Brand, light["on-brand"], t.Brand
	light.status(lightStatus())
	dark.status(darkStatus())
	return light, dark
}

// painter knows the theme's colours in the space in which they are mixed.
type painter struct {
	brand, accent, action lab
	grey                  lch
}

// neutral is the theme's grey at another lightness. A grey without a hue stays
// without one.
func (p painter) neutral(l, c float64) lch {
	if p.grey.c < achromatic {
		c = 0
	}
	return lch{l, c, p.grey.h}
}

// toned is a colour at another lightness, with so much of its chroma at most.
func toned(of lab, l, most float64) string {
	c := of.lch()
	return lch{l, min(c.c, most), c.h}.shown().hex()
}

// darkened is a colour that is at most so light.
func darkened(of lab, most float64) string {
	c := of.lch()
	return lch{min(c.l, most), c.c, c.h}.shown().hex()
}

func (p painter) light() Palette {
	grey := func(l, c float64) string { return p.neutral(l, c).shown().hex() }
	soft := p.neutral(0.985, 0.008).lab()
	return Palette{
		"ink": grey(0.23, 0.010), "ink-2": grey(0.45, 0.012), "paper": grey(0.980, 0.005), "card": "#ffffff",
		"sunk": grey(0.958, 0.007), "line": grey(0.905, 0.010), "edge": grey(0.60, 0.014),
		"brand-ink": darkened(p.action, 0.44), "fill": darkened(p.action, 0.46), "on-fill": "#ffffff",
		"brand-soft":  mix(p.brand, 0.09, soft).lch().shown().hex(),
		"accent-soft": mix(p.accent, 0.20, soft).lch().shown().hex(),
		"a4":          "#ffffff",
	}
}

func (p painter) dark() Palette {
	grey := func(l, c float64) string { return p.neutral(l, c).shown().hex() }
	const most = 0.4 // more chroma than there is
	return Palette{
		"ink": grey(0.95, 0.006), "ink-2": grey(0.77, 0.010), "paper": grey(0.185, 0.006), "card": grey(0.228, 0.007),
		"sunk": grey(0.278, 0.008), "line": grey(0.315, 0.009), "edge": grey(0.58, 0.012),
		"brand-ink": toned(p.brand, 0.84, 0.10), "fill": toned(p.brand, 0.82, 0.09), "on-fill": toned(p.brand, 0.20, 0.05),
		"brand-soft":  toned(p.brand, 0.285, 0.035),
		"accent-soft": mix(p.accent, 0.16, p.neutral(0.22, 0.008).lab()).lch().shown().hex(),
		"hero":        toned(p.brand, 0.33, 0.055), "on-hero": "#ffffff",
		"a2": toned(p.brand, 0.62, 0.08), "a4": toned(p.neutral(0.90, 0.01).lab(), 0.90, most),
	}
}

// The status colours are nobody's brand: green, amber and red in every shop.
func lightStatus() map[string]lch {
	return map[string]lch{
		"ok": {0.43, 0.10, 152}, "ok-soft": {0.958, 0.022, 150}, "warn": {0.45, 0.10, 65}, "warn-soft": {0.966, 0.035, 80},
		"bad": {0.46, 0.16, 27}, "bad-soft": {0.962, 0.022, 27},
	}
}

func darkStatus() map[string]lch {
	return map[string]lch{
		"ok": {0.84, 0.11, 152}, "ok-soft": {0.28, 0.035, 152}, "warn": {0.86, 0.10, 78}, "warn-soft": {0.29, 0.04, 70},
		"bad": {0.82, 0.10, 25}, "bad-soft": {0.29, 0.06, 25},
	}
}

func (p Palette) status(colours map[string]lch) {
	for name, c := range colours {
		p[name] = c.shown().hex()
	}
}
