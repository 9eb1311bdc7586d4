package views

// rulebook is how one language writes numbers and dates. The forms are CLDR's
// as UX section 6 settles them; "\u00a0" is a space that never breaks.
type rulebook struct {
	group, point string
	// groupFrom is the number of digits from which thousands are grouped.
	groupFrom     int
	percent       string
	months        [12]string
	monthHeads    [12]string
	shortMonths   [12]string
	date          string
	dayMonth      string
	shortDayMonth string
	month         string
	clock         string
	and           string
	comma         string
	signs         map[string]string
	before        bool
}

var english = [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

var norwegian = [12]string{"januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"}

var hungarian = [12]string{"január", "február", "március", "április", "május", "június", "július", "augusztus", "szeptember", "október", "november", "december"}

// rules are read only. In the date forms D is the day, M the month in the case
// it needs, S its short form and Y the year.
var rules = map[string]rulebook{
	"en": {
		group: ",", point: ".", groupFrom: 4, percent: "%", months: english, monthHeads: english,
		shortMonths: [12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
		date:        "D M Y", dayMonth: "D M", shortDayMonth: "D S", month: "M Y", clock: "15:04",
		and: " and ", comma: ", ", before: true,
		signs: map[string]string{"NOK": "kr\u00a0", "SEK": "SEK\u00a0", "DKK": "DKK\u00a0", "PLN": "PLN\u00a0", "HUF": "HUF\u00a0",
			"TWD": "NT$", "EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥"},
	},
	"nb": {
		group: "\u00a0", point: ",", groupFrom: 4, percent: "\u00a0%", months: norwegian, monthHeads: norwegian,
		shortMonths: [12]string{"jan.", "feb.", "mars", "apr.", "mai", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "des."},
		date:        "D. M Y", dayMonth: "D. M", shortDayMonth: "D. S", month: "M Y", clock: "15:04",
		and: " og ", comma: ", ",
		signs: map[string]string{"NOK": "kr", "EUR": "€", "GBP": "£", "USD": "USD", "TWD": "NT$"},
	},
	"pl": {
		group: "\u00a0", point: ",", groupFrom: 5, percent: "%",
		months:      [12]string{"stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września", "października", "listopada", "grudnia"},
		monthHeads:  [12]string{"styczeń", "luty", "marzec", "kwiecień", "maj", "czerwiec", "lipiec", "sierpień", "wrzesień", "październik", "listopad", "grudzień"},
		shortMonths: [12]string{"sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis", "gru"},
		date:        "D M Y", dayMonth: "D M", shortDayMonth: "D S", month: "M Y", clock: "15:04",
		and: " i ", comma: ", ",
		signs: map[string]string{"PLN": "zł", "EUR": "€", "NOK": "NOK", "TWD": "NT$"},
	},
	"hu": {
		group: "\u00a0", point: ",", groupFrom: 5, percent: "%", months: hungarian, monthHeads: hungarian,
		shortMonths: [12]string{"jan.", "febr.", "márc.", "ápr.", "máj.", "jún.", "júl.", "aug.", "szept.", "okt.", "nov.", "dec."},
		date:        "Y. M D.", dayMonth: "M D.", shortDayMonth: "S D.", month: "Y. M", clock: "15:04",
		and: " és ", comma: ", ",
		signs: map[string]string{"HUF": "Ft", "EUR": "€", "GBP": "GBP", "TWD": "NT$"},
	},
	"zh-Hant": {
		group: ",", point: ".", groupFrom: 4, percent: "%",
		months:      [12]string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"},
		monthHeads:  [12]string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"},
		shortMonths: [12]string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"},
		date:        "Y 年 M 月 D 日", dayMonth: "M 月 D 日", shortDayMonth: "S 月 D 日", month: "Y 年 M 月", clock: "15:04",
		and: "和", comma: "、", before: true,
		signs: map[string]string{"TWD": "NT$", "EUR": "€", "GBP": "£", "USD": "US$", "NOK": "NOK\u00a0", "PLN": "PLN\u00a0", "HUF": "HUF\u00a0", "JPY": "JP¥"},
	},
}

// shownDecimals are those really used in shops, where ISO 4217's minor unit
// isn't.
var shownDecimals = map[string]int{"HUF": 0, "TWD": 0}
