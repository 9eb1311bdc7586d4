package earning_test

import (
	"math/rand"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"fealty/models/earning"
	"fealty/models/money"
)

func amounts(hi int64) *rapid.Generator[money.Amount] {
	return rapid.Custom(func(t *rapid.T) money.Amount { return money.Amount(rapid.Int64Range(0, hi).Draw(t, "amount")) })
}

func lines() *rapid.Generator[[]earning.Line] {
	return rapid.Custom(func(t *rapid.T) []earning.Line {
		list := make([]earning.Line, rapid.IntRange(1, 8).Draw(t, "lines"))
		for i := range list {
			list[i] = earning.Line{
				Line: i + 1, SKU: rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "sku"),
				Category:  rapid.SampledFrom([]string{"coffee", "tea", ""}).Draw(t, "category"),
				Quantity:  money.Quantity(rapid.SampledFrom([]int64{250, 1000, 3000}).Draw(t, "quantity")),
				UnitPrice: amounts(20000).Draw(t, "price"), Discount: amounts(300).Draw(t, "discount"),
				Tax: money.Amount(rapid.SampledFrom([]int64{0, 0, 17, 120}).Draw(t, "tax")),
			}
		}
		return list
	})
}

func baskets() *rapid.Generator[earning.Basket] {
	return rapid.Custom(func(t *rapid.T) earning.Basket {
		return earning.Basket{
			PlacedOn: day("2026-03-10"), Currency: eur, Lines: lines().Draw(t, "lines"),
			Shipping: amounts(900).Draw(t, "shipping"), Discount: amounts(3000).Draw(t, "discount"),
			Tax: amounts(500).Draw(t, "tax"), PricesIncludeTax: rapid.Bool().Draw(t, "included"),
			PaidOtherwise: amounts(3000).Draw(t, "paid"),
		}
	})
}

func policies() *rapid.Generator[earning.Policy] {
	return rapid.Custom(func(t *rapid.T) earning.Policy {
		factor := func(name string) string { return rapid.SampledFrom([]string{"1", "1.1", "1.333", "3"}).Draw(t, name) }
		p := simple(coffeeWeek(factor("coffee")), gold(factor("gold")))
		p.PerUnit = dec(rapid.SampledFrom([]string{"0.07", "1", "1.25", "10"}).Draw(t, "per unit"))
		p.Combine = rapid.SampledFrom([]earning.Combine{earning.Add, earning.Best}).Draw(t, "combine")
		p.Base = earning.Base{Tax: rapid.Bool().Draw(t, "tax"), Discounts: rapid.Bool().Draw(t, "discounts"), Shipping: rapid.Bool().Draw(t, "shipping earns")}
		return p
	})
}

func mustQuote(t *rapid.T, p earning.Policy, b earning.Basket) earning.Award {
	award, err := earning.Quote(p, b, earning.Facts{Tier: "gold", Version: 1})
	if err != nil {
		t.Fatalf("quote: %v", err)
	}
	return award
}

func TestCellsAddUpToLinesToRulesAndToThePoints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		award := mustQuote(t, policies().Draw(t, "policy"), baskets().Draw(t, "basket"))
		byLine, byRule := map[int]money.Points{}, map[string]money.Points{}
		var cells, lines, rules money.Points
		for _, c := range award.Cells {
			byLine[c.Line] += c.Points
			byRule[c.Rule] += c.Points
			cells += c.Points
		}
		for _, l := range award.Lines {
			if lines += l.Points; l.Points != byLine[l.Line] || l.Points < 0 {
				t.Fatalf("line %d has %d points, its cells %d", l.Line, l.Points, byLine[l.Line])
			}
		}
		for _, r := range award.Explain() {
			if rules += r.Points; r.Points != byRule[r.Rule] {
				t.Fatalf("rule %s has %d points, its cells %d", r.Rule, r.Points, byRule[r.Rule])
			}
		}
		if cells != award.Points || lines != award.Points || rules != award.Points {
			t.Fatalf("%d points, cells %d, lines %d, rules %d", award.Points, cells, lines, rules)
		}
	})
}

func TestTheOrderOfLinesDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, b := policies().Draw(t, "policy"), baskets().Draw(t, "basket")
		shuffled := b
		shuffled.Lines = append([]earning.Line{}, b.Lines...)
		rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed"))).Shuffle(len(b.Lines), func(i, j int) {
			shuffled.Lines[i], shuffled.Lines[j] = shuffled.Lines[j], shuffled.Lines[i]
		})
		one, other := mustQuote(t, p, b), mustQuote(t, p, shuffled)
		if diff := cmp.Diff(one.Cells, other.Cells); diff != "" {
			t.Fatalf("cells differ:\n%s", diff)
		}
		for i, l := range other.Lines {
			for _, was := range one.Lines {
				if was.Line == l.Line && was != l {
					t.Fatalf("line at %d became %v, was %v", i, l, was)
				}
			}
		}
	})
}

func TestBuyingMoreNeverGivesLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, b := policies().Draw(t, "policy"), baskets().Draw(t, "basket")
		b.PaidOtherwise, b.Discount, b.Tax = 0, 0, 0
		before := mustQuote(t, p, b).Points
		b.Lines = append(b.Lines, line(99, "tea", amounts(5000).Draw(t, "more")))
		if after := mustQuote(t, p, b).Points; after < before {
			t.Fatalf("one line more gave %d instead of %d", after, before)
		}
	})
}

func TestAHigherTierNeverEarnsLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, b := policies().Draw(t, "policy"), baskets().Draw(t, "basket")
		member, err := earning.Quote(p, b, earning.Facts{Tier: "member"})
		if err != nil {
			t.Fatal(err)
		}
		if gold := mustQuote(t, p, b); gold.Points < member.Points {
			t.Fatalf("gold earns %d, a member %d", gold.Points, member.Points)
		}
	})
}
