package demo

// seed begins all chance of the demo, so that every shop has the same past.
const seed = 0x4861766e436c7562

// chance is SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom
// number generators", 2014): repeatable, and good enough for whims. Nothing
// secret comes from it.
type chance struct{ state uint64 }

// chanceOf gives each person chance of their own.
func chanceOf(person int) *chance {
	c := &chance{state: seed + 0x9e3779b97f4a7c15*uint64(person+1)} //nolint:gosec // persons count up from 0
	c.next()
	return c
}

func (c *chance) next() uint64 {
	c.state += 0x9e3779b97f4a7c15
	z := c.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below gives 0 to n-1.
func (c *chance) below(n int) int { return int(c.next()>>1) % n }

// between gives from to to, both inside.
func (c *chance) between(from, to int) int { return from + c.below(to-from+1) }

// happens is true in so many of a thousand cases.
func (c *chance) happens(perMille int) bool { return c.below(1000) < perMille }

func pick[T any](c *chance, list []T) T { return list[c.below(len(list))] }

// weigh picks an index by its weight.
func (c *chance) weigh(weights ...int) int {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	at := c.below(sum)
	for i, w := range weights {
		if at -= w; at < 0 {
			return i
		}
	}
	return len(weights) - 1
}
