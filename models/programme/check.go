package programme

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"fealty/models/earning"
	"fealty/models/fault"
	"fealty/models/money"
	"fealty/models/tiers"
)

// Languages are those that Fealty speaks.
func Languages() []string { return []string{"en", "nb", "pl", "hu", "zh-Hant"} }

// Plurals are the plural categories that a language's nouns need.
func Plurals(language string) []string {
	switch language {
	case "pl":
		return []string{"one", "few", "many", "other"}
	case "zh-Hant":
		return []string{"other"}
	}
	return []string{"one", "other"}
}

// Limits of a document.
const (
	maxTiers       = 10
	maxMultipliers = 50
	maxListed      = 200
	maxWord        = 80
	maxPoints      = 1_000_000_000
	maxMonths      = 120
	maxDays        = 366
)

var (
	keyShape     = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
	countryShape = regexp.MustCompile(`^[A-Z]{2}$`)
)

// checker collects every fault of a document by its path.
type checker struct {
	fault.Fields
}

// Check answers nil, or one fault.Invalid that names every fault by its path in
// the JSON ("tiers.steps[2].from").
func (d Document) Check() error {
	c := &checker{}
	if d.Format != Format {
		c.Add("format", "programme_format", fault.Params{"Want": Format})
	}
	c.club(d.Club)
	c.earning(d)
	c.tiers(d.Tiers)
	c.referral(d)
	c.spending(d)
	c.perks(d)
	c.words(d)
	return c.Err()
}

func (c *checker) club(club Club) {
	c.text("club.name", club.Name)
	if _, ok := money.LookupCurrency(club.Currency); !ok {
		c.Add("club.currency", "programme_currency", fault.Params{"Value": club.Currency})
	}
	if _, err := time.LoadLocation(club.TimeZone); err != nil || club.TimeZone == "" || club.TimeZone == "Local" {
		c.Add("club.time_zone", "programme_time_zone", fault.Params{"Value": club.TimeZone})
	}
	if club.Country != "" && !countryShape.MatchString(club.Country) {
		c.Add("club.country", "programme_country", fault.Params{"Value": club.Country})
	}
	if len(club.Languages) == 0 {
		c.Add("club.languages", "programme_required")
	}
	for i, language := range club.Languages {
		at := fmt.Sprintf("club.languages[%d]", i)
		c.oneOf(at, language, Languages()...)
		if slices.Contains(club.Languages[:i], language) {
			c.Add(at, "programme_twice", fault.Params{"Value": language})
		}
	}
}

func (c *checker) earning(d Document) {
	p := d.Earning
	c.rate("earning.per_unit", p.PerUnit, decimal.Zero, decimal.NewFromInt(10_000))
	c.oneOf("earning.combine", string(p.Combine), string(earning.Add), string(earning.Best))
	c.between("earning.welcome", int64(p.Welcome), 0, maxPoints)
	c.between("earning.pending_days", int64(p.PendingDays), 0, maxDays)
	c.oneOf("earning.expiry.kind", string(p.Expiry.Kind), string(earning.Never), string(earning.Months))
	if p.Expiry.Kind == earning.Months {
		c.between("earning.expiry.months", int64(p.Expiry.Months), 1, maxMonths)
		c.oneOf("earning.expiry.round_up", string(p.Expiry.RoundUp),
			string(earning.RoundNone), string(earning.RoundMonth), string(earning.RoundQuarter), string(earning.RoundYear))
	}
	c.atMost("earning.multipliers", len(p.Multipliers), maxMultipliers)
	seen := map[string]bool{earning.RuleBase: true}
	for i, m := range p.Multipliers {
		c.multiplier(fmt.Sprintf("earning.multipliers[%d]", i), m, d.Tiers)
		c.fresh(fmt.Sprintf("earning.multipliers[%d].key", i), m.Key, seen)
	}
}

func (c *checker) multiplier(at string, m earning.Multiplier, ladder tiers.Policy) {
	c.rate(at+".factor", m.Factor, decimal.NewFromInt(1), decimal.NewFromInt(100))
	c.atMost(at+".categories", len(m.Categories), maxListed)
	for i, category := range m.Categories {
		c.text(at+".categories["+strconv.Itoa(i)+"]", category)
	}
	for i, tier := range m.Tiers {
		if ladder.Rank(tier) < 0 {
			c.Add(at+".tiers["+strconv.Itoa(i)+"]", "programme_tier_unknown", fault.Params{"Value": tier})
		}
	}
}

func (c *checker) tiers(p tiers.Policy) {
	c.oneOf("tiers.by", string(p.By), string(tiers.Spend), string(tiers.Points))
	c.oneOf("tiers.window", string(p.Window), string(tiers.Rolling), string(tiers.Calendar))
	c.oneOf("tiers.keep.kind", string(p.Keep.Kind), string(tiers.RestOfNextYear), string(tiers.KeepMonths))
	c.oneOf("tiers.downgrade", string(p.Downgrade),
		string(tiers.DowngradeNone), string(tiers.DowngradeOneStep), string(tiers.DowngradeRecompute))
	c.between("tiers.warn_days", int64(p.WarnDays), 0, tiers.MaxWarnDays)
	if p.Window == tiers.Rolling {
		c.between("tiers.months", int64(p.Months), 1, maxMonths)
	}
	if p.Keep.Kind == tiers.KeepMonths {
		c.between("tiers.keep.months", int64(p.Keep.Months), 1, maxMonths)
		if p.Window == tiers.Calendar {
			c.Add("tiers.keep.kind", "programme_keep_calendar")
		}
	}
	c.steps(p.Steps)
}

func (c *checker) steps(steps []tiers.Tier) {
	if len(steps) == 0 {
		c.Add("tiers.steps", "programme_required")
	}
	c.atMost("tiers.steps", len(steps), maxTiers)
	seen := map[string]bool{}
	for i, step := range steps {
		at := fmt.Sprintf("tiers.steps[%d]", i)
		c.fresh(at+".key", step.Key, seen)
		c.between(at+".from", step.From, 0, int64(money.MaxAmount))
		c.between(at+".discount", int64(step.Discount), 0, 90)
		if i == 0 && step.From != 0 {
			c.Add(at+".from", "programme_tier_first")
		}
		if i > 0 && step.From <= steps[i-1].From {
			c.Add(at+".from", "programme_tier_order")
		}
	}
}

func (c *checker) referral(d Document) {
	p := d.Referral
	c.between("referral.referrer_points", int64(p.ReferrerPoints), 0, maxPoints)
	c.between("referral.friend_points", int64(p.FriendPoints), 0, maxPoints)
	c.between("referral.minimum_spend", int64(p.MinimumSpend), 0, int64(money.MaxAmount))
	c.between("referral.return_days", int64(p.ReturnDays), 0, maxDays)
	c.between("referral.per_week", int64(p.PerWeek), 0, 10_000)
	if p.On && (p.ReferrerPoints == 0 || p.FriendPoints == 0) {
		c.Add("referral.on", "programme_both_gain")
	}
	c.milestones(d)
}

func (c *checker) spending(d Document) {
	c.between("spending.worth_per_100", int64(d.Spending.WorthPer100), 0, int64(money.MaxAmount))
	c.between("spending.returns_voucher_days", int64(d.Spending.ReturnsVoucherDays), 0, 1095)
	c.between("spending.prove_from", int64(d.Spending.ProveFrom), 0, 1_000_000_000)
	c.oneOf("spending.debt", string(d.Spending.Debt), string(Forgive), string(Owe))
	c.paying(d.Spending.Paying)
	c.between("giving.value_per_100", int64(d.Giving.ValuePer100), 0, int64(money.MaxAmount))
	c.atMost("giving.amounts", len(d.Giving.Amounts), 10)
	for i, amount := range d.Giving.Amounts {
		c.between(fmt.Sprintf("giving.amounts[%d]", i), int64(amount), 1, maxPoints)
	}
}

func (c *checker) between(at string, n, lowest, highest int64) {
	if n < lowest || n > highest {
		c.Add(at, "programme_range", fault.Params{"Min": lowest, "Max": highest})
	}
}

// rate looks at the exponent first, so that a number with a million zeros costs
// nothing.
func (c *checker) rate(at string, d, lowest, highest decimal.Decimal) {
	if d.Exponent() < -4 {
		c.Add(at, "programme_decimals", fault.Params{"Max": 4})
		return
	}
	if d.Exponent() > 9 || d.LessThan(lowest) || d.GreaterThan(highest) {
		c.Add(at, "programme_range", fault.Params{"Min": lowest.String(), "Max": highest.String()})
	}
}

func (c *checker) oneOf(at, value string, allowed ...string) {
	if !slices.Contains(allowed, value) {
		c.Add(at, "programme_choice", fault.Params{"Value": value, "Allowed": strings.Join(allowed, ", ")})
	}
}

func (c *checker) atMost(at string, n, highest int) {
	if n > highest {
		c.Add(at, "programme_too_many", fault.Params{"Max": highest})
	}
}

func (c *checker) fresh(at, key string, seen map[string]bool) {
	if !keyShape.MatchString(key) {
		c.Add(at, "programme_key", fault.Params{"Value": key})
	}
	if seen[key] {
		c.Add(at, "programme_twice", fault.Params{"Value": key})
	}
	seen[key] = true
}

func (c *checker) text(at, s string) {
	switch {
	case strings.TrimSpace(s) == "":
		c.Add(at, "programme_required")
	case utf8.RuneCountInString(s) > maxWord:
		c.Add(at, "programme_too_long", fault.Params{"Max": maxWord})
	case !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }):
		c.Add(at, "programme_text")
	}
}
