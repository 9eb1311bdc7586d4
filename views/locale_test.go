package views

import (
	"testing"
	"time"

	"fealty/models/money"
)

func locales(t *testing.T) *Locales {
	t.Helper()
	ls, err := LoadLocales()
	if err != nil {
		t.Fatal(err)
	}
	return ls
}

// inFive checks one writing per language, in the order of Languages; "_" stands
// for the space that never breaks.
func inFive(t *testing.T, what string, want [5]string, write func(l *Locale) string) {
	t.Helper()
	ls := locales(t)
	for i, lang := range Languages {
		expected := ""
		for _, r := range want[i] {
			if r == '_' {
				r = '\u00a0'
			}
			expected += string(r)
		}
		if got := write(ls.Pick(lang)); got != expected {
			t.Errorf("%s in %s: %q, want %q", what, lang, got, expected)
		}
	}
}

func TestACountBehindAPointerIsItsNumber(t *testing.T) {
	six := int64(6)
	if got := locales(t).Pick("en").Number(&six); got != "6" {
		t.Errorf("a pointer to six was written %q", got)
	}
}

func TestNumbersAreGroupedAsEachLanguageDoes(t *testing.T) {
	for _, c := range []struct {
		n    int64
		want [5]string
	}{
		{0, [5]string{"0", "0", "0", "0", "0"}},
		{999, [5]string{"999", "999", "999", "999", "999"}},
		{1240, [5]string{"1,240", "1_240", "1240", "1240", "1,240"}},
		{12400, [5]string{"12,400", "12_400", "12_400", "12_400", "12,400"}},
		{-1234567, [5]string{"−1,234,567", "−1_234_567", "−1_234_567", "−1_234_567", "−1,234,567"}},
		{-9223372036854775808, [5]string{"−9,223,372,036,854,775,808", "−9_223_372_036_854_775_808",
			"−9_223_372_036_854_775_808", "−9_223_372_036_854_775_808", "−9,223,372,036,854,775,808"}},
	} {
		inFive(t, "number", c.want, func(l *Locale) string { return l.Number(c.n) })
	}
	inFive(t, "signed", [5]string{"+398", "+398", "+398", "+398", "+398"}, func(l *Locale) string { return l.Signed(398) })
	inFive(t, "signed zero", [5]string{"0", "0", "0", "0", "0"}, func(l *Locale) string { return l.Signed(money.Points(0)) })
	inFive(t, "percent", [5]string{"71%", "71_%", "71%", "71%", "71%"}, func(l *Locale) string { return l.Percent(71) })
	inFive(t, "decimal", [5]string{"1.25", "1,25", "1,25", "1,25", "1.25"}, func(l *Locale) string { return l.Decimal("1.250") })
	inFive(t, "big decimal", [5]string{"−12,345.5", "−12_345,5", "−12_345,5", "−12_345,5", "−12,345.5"}, func(l *Locale) string { return l.Decimal("-12345.50") })
}

func TestMoneyStandsWhereEachLanguagePutsIt(t *testing.T) {
	for _, c := range []struct {
		minor    int64
		currency string
		want     [5]string
	}{
		{6200, "NOK", [5]string{"kr_62", "62_kr", "62_NOK", "62_NOK", "NOK_62"}},
		{1250, "NOK", [5]string{"kr_12.50", "12,50_kr", "12,50_NOK", "12,50_NOK", "NOK_12.50"}},
		{123450, "NOK", [5]string{"kr_1,234.50", "1_234,50_kr", "1234,50_NOK", "1234,50_NOK", "NOK_1,234.50"}},
		{-5, "NOK", [5]string{"−kr_0.05", "−0,05_kr", "−0,05_NOK", "−0,05_NOK", "−NOK_0.05"}},
		{123450, "PLN", [5]string{"PLN_1,234.50", "1_234,50_PLN", "1234,50_zł", "1234,50_PLN", "PLN_1,234.50"}},
		{1234500, "PLN", [5]string{"PLN_12,345", "12_345_PLN", "12_345_zł", "12_345_PLN", "PLN_12,345"}},
		{1234500, "HUF", [5]string{"HUF_12,345", "12_345_HUF", "12_345_HUF", "12_345_Ft", "HUF_12,345"}},
		{1234550, "HUF", [5]string{"HUF_12,346", "12_346_HUF", "12_346_HUF", "12_346_Ft", "HUF_12,346"}},
		{123400, "TWD", [5]string{"NT$1,234", "1_234_NT$", "1234_NT$", "1234_NT$", "NT$1,234"}},
		{999, "EUR", [5]string{"€9.99", "9,99_€", "9,99_€", "9,99_€", "€9.99"}},
		{999, "GBP", [5]string{"£9.99", "9,99_£", "9,99_GBP", "9,99_GBP", "£9.99"}},
		{999, "USD", [5]string{"$9.99", "9,99_USD", "9,99_USD", "9,99_USD", "US$9.99"}},
		{1500, "JPY", [5]string{"¥1,500", "1_500_JPY", "1500_JPY", "1500_JPY", "JP¥1,500"}},
		{1500, "CHF", [5]string{"CHF_15", "15_CHF", "15_CHF", "15_CHF", "CHF_15"}},
	} {
		inFive(t, c.currency, c.want, func(l *Locale) string { return l.MoneyIn(c.minor, c.currency) })
	}
	inFive(t, "exact", [5]string{"kr_62.00", "62,00_kr", "62,00_NOK", "62,00_NOK", "NOK_62.00"}, func(l *Locale) string {
		return l.With(Setting{Currency: "NOK"}).MoneyExact(money.Amount(6200))
	})
}

func TestDatesCarryTheMonthsName(t *testing.T) {
	day := time.Date(2026, 11, 18, 14, 2, 0, 0, time.UTC)
	for _, c := range []struct {
		what  string
		want  [5]string
		write func(l *Locale) string
	}{
		{"date", [5]string{"18 November 2026", "18. november 2026", "18 listopada 2026", "2026. november 18.", "2026 年 11 月 18 日"}, func(l *Locale) string { return l.Date(day) }},
		{"day", [5]string{"18 November", "18. november", "18 listopada", "november 18.", "11 月 18 日"}, func(l *Locale) string { return l.DayMonth(&day) }},
		{"short", [5]string{"18 Nov", "18. nov.", "18 lis", "nov. 18.", "11 月 18 日"}, func(l *Locale) string { return l.ShortDay(day) }},
		{"month", [5]string{"November 2026", "november 2026", "listopad 2026", "2026. november", "2026 年 11 月"}, func(l *Locale) string { return l.Month(day) }},
		{"clock", [5]string{"14:02", "14:02", "14:02", "14:02", "14:02"}, func(l *Locale) string { return l.Clock(day) }},
		{"zero", [5]string{}, func(l *Locale) string { return l.Date(time.Time{}) + l.At((*time.Time)(nil)) }},
	} {
		inFive(t, c.what, c.want, c.write)
	}
}

func TestAnInstantIsShownInTheProgrammesZone(t *testing.T) {
	oslo, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		t.Fatal(err)
	}
	l := locales(t).Pick("en").With(Setting{Zone: oslo})
	late := time.Date(2026, 11, 18, 23, 30, 0, 0, time.UTC)
	if got := l.At(late); got != "19 November 2026, 00:30" {
		t.Errorf("At: %q", got)
	}
	if got := l.Date(late); got != "18 November 2026" {
		t.Errorf("Date shifted a calendar date: %q", got)
	}
}

func TestPointsTakeThePluralOfTheLanguage(t *testing.T) {
	for n, want := range map[int64][5]string{
		1:    {"1 point", "1 poeng", "1 punkt", "1 pont", "1 點"},
		2:    {"2 points", "2 poeng", "2 punkty", "2 pont", "2 點"},
		5:    {"5 points", "5 poeng", "5 punktów", "5 pont", "5 點"},
		22:   {"22 points", "22 poeng", "22 punkty", "22 pont", "22 點"},
		1240: {"1,240 points", "1_240 poeng", "1240 punktów", "1240 pont", "1,240 點"},
		-600: {"−600 points", "−600 poeng", "−600 punktów", "−600 pont", "−600 點"},
	} {
		inFive(t, "points", want, func(l *Locale) string { return l.Points(n) })
	}
}

func TestAShopsOwnWordForPointsIsUsed(t *testing.T) {
	beans := Words{Point: map[string]string{"one": "ziarno", "few": "ziarna", "many": "ziaren"}}
	l := locales(t).Pick("pl").With(Setting{Words: beans})
	for n, want := range map[int64]string{1: "1 ziarno", 3: "3 ziarna", 12: "12 ziaren"} {
		if got := l.Points(n); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := l.T("points.count", "Number", money.Points(3), "Noun", "x"); got != "3 ziarna x" {
		t.Errorf("points as a parameter: %q", got)
	}
}

func TestListsAreJoinedInWords(t *testing.T) {
	inFive(t, "list", [5]string{"a, b and c", "a, b og c", "a, b i c", "a, b és c", "a、b和c"}, func(l *Locale) string { return l.List([]string{"a", "b", "c"}) })
	inFive(t, "two", [5]string{"a and b", "a og b", "a i b", "a és b", "a和b"}, func(l *Locale) string { return l.List([]string{"a", "b"}) })
}

func TestTheBrowsersWishPicksALanguage(t *testing.T) {
	for header, want := range map[string]string{
		"": "pl", "nb-NO,nb;q=0.9,en;q=0.8": "nb", "no": "nb", "nn": "nb", "pl": "pl", "hu-HU": "hu", "zh-TW": "zh-Hant", "zh-HK,zh": "zh-Hant",
		"fr": "pl", "xx-garbage;;;": "pl", "en-US": "en", "de, hu;q=0.5": "hu",
	} {
		if got := locales(t).Negotiate(header, "pl"); got != want {
			t.Errorf("%q gives %s, want %s", header, got, want)
		}
	}
}

func TestAMissingSentenceShowsItsKey(t *testing.T) {
	l := locales(t).Pick("hu")
	if got := l.T("no.such.key", "A", 1); got != "no.such.key" || l.Has("no.such.key") {
		t.Errorf("got %q", got)
	}
}
