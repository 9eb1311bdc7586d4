package demo

import (
	"fealty/models/money"
	"fealty/models/recording"
)

// Shops by their keys, as tills and the web shop name them.
const (
	Harbour = "harbour-street"
	Market  = "market-hall"
	Station = "station"
	Online  = "web"
)

// good is what Havn sells: the price is in kroner, tax included.
type good struct {
	sku, name, category string
	price               int64
}

func drinks() []good {
	return []good{
		{"D-FLAT", "Flat white", "Drinks", 52}, {"D-FILTER", "Filter coffee", "Drinks", 42}, {"D-ESPR", "Espresso", "Drinks", 36},
		{"D-CORT", "Cortado", "Drinks", 46}, {"D-LATTE", "Iced latte", "Drinks", 58}, {"D-TEA", "Pot of tea", "Drinks", 48},
	}
}

func bakery() []good {
	return []good{
		{"B-BUN", "Cinnamon bun", "Bakery", 44}, {"B-CAKE", "Slice of cake", "Bakery", 55}, {"B-SAND", "Cheese sandwich", "Bakery", 89},
		{"B-LOAF", "Sourdough loaf", "Bakery", 69}, {"B-CROI", "Croissant", "Bakery", 39},
	}
}

func beans() []good {
	return []good{
		{"C-GUJI", "Guji, 250 g", "Ethiopia", 165}, {"C-YIRG", "Yirgacheffe, 250 g", "Ethiopia", 159},
		{"C-HOUSE", "House espresso, 250 g", "Espresso", 119}, {"C-HOUSEKG", "House espresso, 1 kg", "Espresso", 381},
		{"C-NYERI", "Nyeri, 250 g", "Filter", 159}, {"C-HUILA", "Huila, 250 g", "Filter", 129}, {"C-DECAF", "Decaf, 250 g", "Filter", 135},
	}
}

func equipment() []good {
	return []good{
		{"E-PAPER", "Filter papers, 100", "Equipment", 57}, {"E-V60", "Dripper", "Equipment", 249}, {"E-CUP", "Espresso cup", "Equipment", 80},
		{"E-MUG", "Stoneware mug", "Equipment", 219}, {"E-PRESS", "Travel press", "Equipment", 399}, {"E-MILL", "Hand mill", "Equipment", 890},
		{"E-KETTLE", "Pouring kettle", "Equipment", 740},
	}
}

// line is so many of a good.
func (g good) line(n int) recording.Line {
	return recording.Line{SKU: g.sku, Name: g.name, Category: g.category, Brand: "Havn", Quantity: money.Quantity(n) * money.One,
		UnitPrice: money.Amount(g.price * 100)}
}

func find(sku string) good {
	for _, shelf := range [][]good{drinks(), bakery(), beans(), equipment()} {
		for _, g := range shelf {
			if g.sku == sku {
				return g
			}
		}
	}
	return good{sku: sku, name: sku}
}

// of makes lines of one each.
func of(skus ...string) []recording.Line {
	lines := make([]recording.Line, len(skus))
	for i, sku := range skus {
		lines[i] = find(sku).line(1)
	}
	return lines
}

// sum is what lines cost, in whole kroner.
func sum(lines []recording.Line) int64 {
	var total int64
	for _, l := range lines {
		total += int64(l.UnitPrice) / 100 * int64(l.Quantity/money.One)
	}
	return total
}
