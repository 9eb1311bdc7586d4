package spending_test

import (
	"testing"

	"pgregory.net/rapid"

	"fealty/models/fault"
	"fealty/models/money"
	"fealty/models/spending"
)

// half lets points pay half of a basket, a hundred at a time; a hundred points are five euros.
func half() spending.Case {
	return spending.Case{Policy: spending.Policy{Points: true, Credit: true, Share: 50, Step: 100, Minimum: 200}, WorthPer100: 500,
		Total: 4000, Channel: "web", Has: spending.Purse{Points: 5000, Credit: 900}}
}

func TestTheLeastOfAskedSpendableAndShareIsPaidDownToTheStep(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*spending.Case)
		ask    spending.Ask
		want   spending.Applied
	}{
		"what is asked":               {nil, spending.Ask{Points: 300}, spending.Applied{Points: 300, Amount: 1500}},
		"down to the step":            {nil, spending.Ask{Points: 399}, spending.Applied{Points: 300, Amount: 1500}},
		"under the minimum":           {nil, spending.Ask{Points: 199}, spending.Applied{}},
		"the share":                   {nil, spending.Ask{Points: spending.AllPoints}, spending.Applied{Points: 400, Amount: 2000}},
		"what there is":               {func(c *spending.Case) { c.Has.Points = 310 }, spending.Ask{Points: spending.AllPoints}, spending.Applied{Points: 300, Amount: 1500}},
		"too few for the minimum":     {func(c *spending.Case) { c.Has.Points = 150 }, spending.Ask{Points: spending.AllPoints}, spending.Applied{}},
		"credit":                      {nil, spending.Ask{Credit: 700}, spending.Applied{Credit: 700}},
		"all credit":                  {nil, spending.Ask{Credit: spending.AllCredit}, spending.Applied{Credit: 900}},
		"credit takes the rest":       {nil, spending.Ask{Points: 300, Credit: 900}, spending.Applied{Points: 300, Amount: 1500, Credit: 500}},
		"nothing asked":               {nil, spending.Ask{}, spending.Applied{}},
		"less than nothing":           {nil, spending.Ask{Points: -300, Credit: -5}, spending.Applied{}},
		"points don't pay":            {func(c *spending.Case) { c.Policy.Points = false }, spending.Ask{Points: 300, Credit: 100}, spending.Applied{Credit: 100}},
		"credit doesn't pay":          {func(c *spending.Case) { c.Policy.Credit = false }, spending.Ask{Credit: 100}, spending.Applied{}},
		"another channel":             {func(c *spending.Case) { c.Policy.Channels = []string{"counter"} }, spending.Ask{Points: 300, Credit: 100}, spending.Applied{}},
		"points worth nothing":        {func(c *spending.Case) { c.WorthPer100 = 0 }, spending.Ask{Points: 300}, spending.Applied{}},
		"nothing left to pay":         {func(c *spending.Case) { c.Total = -100 }, spending.Ask{Points: 300, Credit: 1}, spending.Applied{}},
		"the share in money is ⌊⌋":    {func(c *spending.Case) { c.Total, c.Policy.Step, c.Policy.Minimum = 399, 1, 0 }, spending.Ask{Points: spending.AllPoints}, spending.Applied{Points: 40, Amount: 199}},
		"no more than the amount":     {func(c *spending.Case) { c.Policy.Step, c.Policy.Minimum = 1, 0 }, spending.Ask{Points: 21, Amount: 101}, spending.Applied{Points: 21, Amount: 101}},
		"less than a cent is nothing": {func(c *spending.Case) { c.WorthPer100, c.Policy.Step, c.Policy.Minimum = 10, 1, 0 }, spending.Ask{Points: 9}, spending.Applied{}},
	} {
		basket := half()
		if c.change != nil {
			c.change(&basket)
		}
		if got := basket.Apply(c.ask); got != c.want {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
	}
	if got := half().Most(); got != (spending.Applied{Points: 400, Amount: 2000, Credit: 900}) {
		t.Errorf("at most %+v", got)
	}
}

func TestPointsNeededToPayAreRoundedUp(t *testing.T) {
	for _, c := range []struct {
		amount, per100 money.Amount
		want           money.Points
	}{{199, 500, 40}, {200, 500, 40}, {201, 500, 41}, {1, 500, 1}, {0, 500, 0}, {-5, 500, 0}, {100, 0, 0}, {money.MaxAmount, 1, 1_000_000_000_000_000}} {
		if got := spending.PointsFor(c.amount, c.per100); got != c.want {
			t.Errorf("%d at %d: %d points, want %d", c.amount, c.per100, got, c.want)
		}
	}
}

func TestWhatIsNotPaidAsAskedSaysWhy(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*spending.Case)
		ask    spending.Ask
		want   string
	}{
		"all is well":      {nil, spending.Ask{Points: 300, Credit: 100}, ""},
		"more than there":  {func(c *spending.Case) { c.Has = spending.Purse{} }, spending.Ask{Points: 300}, ""},
		"the share":        {nil, spending.Ask{Points: 500}, "paying_share"},
		"share in credit":  {nil, spending.Ask{Credit: 2001}, "paying_share"},
		"share of both":    {nil, spending.Ask{Points: 400, Credit: 1}, "paying_share"},
		"the step":         {nil, spending.Ask{Points: 250}, "paying_step"},
		"the minimum":      {nil, spending.Ask{Points: 100}, "paying_minimum"},
		"another channel":  {func(c *spending.Case) { c.Policy.Channels = []string{"counter"} }, spending.Ask{Points: 300}, "paying_off"},
		"off":              {func(c *spending.Case) { c.Policy.Points = false }, spending.Ask{Points: 300}, "paying_off"},
		"credit off":       {func(c *spending.Case) { c.Policy.Credit = false }, spending.Ask{Credit: 1}, "paying_off"},
		"worth nothing":    {func(c *spending.Case) { c.WorthPer100 = 0 }, spending.Ask{Points: 300}, "points_worthless"},
		"worth too little": {nil, spending.Ask{Points: 300, Amount: 1501}, "paying_worth"},
	} {
		basket := half()
		if c.change != nil {
			c.change(&basket)
		}
		_, err := basket.Check(c.ask)
		if c.want == "" && err != nil || c.want != "" && (!fault.Is(err, c.want) || fault.KindOf(err) != fault.Refused) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func TestNeverMoreThanAskedHadOrAllowed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := func(most int64) *rapid.Generator[int64] { return rapid.Int64Range(0, most) }
		c := spending.Case{WorthPer100: money.Amount(whole(100_000).Draw(t, "worth")), Total: money.Amount(whole(int64(money.MaxAmount)).Draw(t, "total")),
			Has: spending.Purse{Points: money.Points(whole(1_000_000).Draw(t, "points")), Credit: money.Amount(whole(1_000_000).Draw(t, "credit"))},
			Policy: spending.Policy{Points: true, Credit: true, Share: rapid.IntRange(1, 100).Draw(t, "share"),
				Step: money.Points(rapid.Int64Range(1, 500).Draw(t, "step")), Minimum: money.Points(whole(1000).Draw(t, "minimum"))}}
		ask := spending.Ask{Points: money.Points(whole(2_000_000).Draw(t, "asked")), Credit: money.Amount(whole(2_000_000).Draw(t, "asked credit"))}
		got := c.Apply(ask)
		switch {
		case got.Points > min(ask.Points, c.Has.Points) || got.Credit > min(ask.Credit, c.Has.Credit):
			t.Fatalf("more than was asked or there: %+v", got)
		case got.Amount+got.Credit > c.Limit() || got.Amount > spending.Worth(got.Points, c.WorthPer100):
			t.Fatalf("more than is allowed: %+v", got)
		case got.Points%c.Policy.Step != 0 || got.Points > 0 && (got.Points < c.Policy.Minimum || got.Amount == 0):
			t.Fatalf("against step or minimum: %+v", got)
		case c.Apply(spending.Ask(got)) != got:
			t.Fatalf("asked again it is another: %+v", got)
		}
		if _, err := c.Check(spending.Ask{Points: got.Points, Credit: got.Credit}); err != nil {
			t.Fatalf("what is applied is refused: %+v %v", got, err)
		}
	})
}
