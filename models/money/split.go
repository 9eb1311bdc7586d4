package money

import (
	"cmp"
	"math/big"
	"math/bits"
	"slices"

	"github.com/shopspring/decimal"
)

// Split divides a non-negative whole over weights by largest remainder: the parts add up to
// the whole, each part is its exact share rounded down or up, and equal
// remainders go to the earlier weight. Negative weights count as zero; with no
// weight at all everything goes to the first part.
func Split(whole int64, weights []decimal.Decimal) []int64 {
	if len(weights) == 0 || whole == 0 {
		return make([]int64, len(weights))
	}
	if small, total, ok := scale(weights); ok && whole > 0 {
		return splitSmall(whole, small, total)
	}
	return splitBig(whole, weights)
}

// maxDigits and maxWeights bound the short way, so that a sum of weights stays in
// its type.
const (
	maxDigits  = 12
	maxWeights = 1 << 20
)

// scale writes weights as whole numbers on one scale; false when one is too
// large for that.
func scale(weights []decimal.Decimal) (scaled []uint64, total uint64, ok bool) {
	least := int32(0)
	for _, w := range weights {
		least = min(least, w.Exponent())
	}
	scaled = make([]uint64, len(weights))
	for i, w := range weights {
		if !w.IsPositive() {
			continue
		}
		up := int(w.Exponent()) - int(least)
		if w.NumDigits()+up > maxDigits {
			return nil, 0, false
		}
		scaled[i] = uint64(w.CoefficientInt64() * pow10(up)) //nolint:gosec // positive, and of twelve digits
		total += scaled[i]
	}
	return scaled, total, len(weights) <= maxWeights
}

func splitSmall(whole int64, weights []uint64, total uint64) []int64 {
	parts := make([]int64, len(weights))
	if total == 0 {
		parts[0] = whole
		return parts
	}
	rest := make([]uint64, len(weights))
	left := whole
	for i, w := range weights {
		high, low := bits.Mul64(uint64(whole), w) //nolint:gosec // Split has seen that it is positive
		part, remainder := bits.Div64(high, low, total)
		parts[i], rest[i] = int64(part), remainder //nolint:gosec // a part of an int64
		left -= parts[i]
	}
	order := places(len(weights))
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rest[b], rest[a]) })
	for _, i := range order[:left] {
		parts[i]++
	}
	return parts
}

func places(n int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	return order
}

// splitBig is for weights of any size.
func splitBig(whole int64, weights []decimal.Decimal) []int64 {
	total := new(big.Rat)
	rats := make([]*big.Rat, len(weights))
	for i, w := range weights {
		rats[i] = new(big.Rat)
		if w.IsPositive() {
			rats[i] = w.Rat()
			total.Add(total, rats[i])
		}
	}
	if total.Sign() == 0 {
		parts := make([]int64, len(weights))
		parts[0] = whole
		return parts
	}
	return distribute(whole, rats, total)
}

func distribute(whole int64, weights []*big.Rat, total *big.Rat) []int64 {
	parts := make([]int64, len(weights))
	rest := make([]*big.Rat, len(weights))
	left := whole
	for i, w := range weights {
		exact := new(big.Rat).Mul(new(big.Rat).SetInt64(whole), new(big.Rat).Quo(w, total))
		floor := new(big.Int).Quo(exact.Num(), exact.Denom())
		parts[i] = floor.Int64()
		rest[i] = exact.Sub(exact, new(big.Rat).SetInt(floor))
		left -= parts[i]
	}
	order := places(len(weights))
	slices.SortStableFunc(order, func(a, b int) int { return rest[b].Cmp(rest[a]) })
	for _, i := range order[:left] {
		parts[i]++
	}
	return parts
}
