package arranging

import (
	"fealty/models/catalogue"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/tiers"
)

// The shops that the first-run guide may begin from.
const (
	Cafe  = "cafe"
	Shop  = "shop"
	Salon = "salon"
	Paid  = "paid"
)

// Templates lists them as the guide shows them.
func Templates() []string { return []string{Cafe, Shop, Salon, Paid} }

// template is a shop like yours: how its rules differ from the usual ones, and
// its first rewards.
type template struct {
	key   string
	tune  func(doc *programme.Document, scale int64)
	seeds []seed
}

// seed is a reward of a template. Worth is in tenths of a euro's worth; it costs
// the shop so many percent of that, and twice as many points.
type seed struct {
	kind    catalogue.Kind
	art     string
	worth   int64
	cost    int64
	percent int
	names   [5]string // en, nb, pl, hu, zh-Hant
}

func (s seed) texts(languages []string) []catalogue.Text {
	var texts []catalogue.Text
	at := map[string]int{"en": 0, "nb": 1, "pl": 2, "hu": 3, "zh-Hant": 4}
	for _, lang := range languages {
		texts = append(texts, catalogue.Text{Language: lang, Name: s.names[at[lang]]})
	}
	return texts
}

// shape gives a document the template's rules: the usual ones, scaled to the
// currency, with what this kind of shop does otherwise. Words and names stay.
func (t template) shape(doc *programme.Document) {
	usual := programme.Default(programme.Settings{Currency: doc.Club.Currency, Languages: doc.Club.Languages})
	scale := scaleOf(doc.Club.Currency)
	doc.Earning, doc.Tiers, doc.Spending, doc.Giving, doc.Referral = usual.Earning, usual.Tiers, usual.Spending, usual.Giving, usual.Referral
	doc.Words.Tiers, doc.Words.Rules = usual.Words.Tiers, usual.Words.Rules
	doc.Earning.Welcome = money.Points(100 * scale)
	doc.Referral.ReferrerPoints, doc.Referral.FriendPoints = money.Points(200*scale), money.Points(100*scale)
	for i := range doc.Giving.Amounts {
		doc.Giving.Amounts[i] *= money.Points(scale)
	}
	t.tune(doc, scale)
}

func templates() map[string]template {
	return map[string]template{
		Cafe:  {Cafe, func(*programme.Document, int64) {}, cafeSeeds()},
		Shop:  {Shop, tuneShop, shopSeeds()},
		Salon: {Salon, tuneSalon, salonSeeds()},
		Paid:  {Paid, tunePaid, paidSeeds()},
	}
}

// tuneShop waits with the points until goods can't come back any more.
func tuneShop(doc *programme.Document, _ int64) { doc.Earning.PendingDays = 14 }

// tuneSalon looks at the last twelve months: visits come in their own rhythm.
func tuneSalon(doc *programme.Document, _ int64) {
	doc.Tiers.Window, doc.Tiers.Months = tiers.Rolling, 12
	doc.Tiers.Keep = tiers.Keep{Kind: tiers.KeepMonths, Months: 12}
}

// tunePaid gives every member fixed perks from the first day.
func tunePaid(doc *programme.Document, _ int64) {
	for i, percent := range []int{5, 7, 10} {
		doc.Tiers.Steps[i].Discount, doc.Tiers.Steps[i].FreeShipping = percent, true
	}
}

func cafeSeeds() []seed {
	return []seed{
		{catalogue.Product, "cup", 35, 25, 0, [5]string{"Any coffee", "Valgfri kaffe", "Dowolna kawa", "Egy tetszőleges kávé", "任選咖啡一杯"}},
		{catalogue.Product, "cake", 50, 35, 0, [5]string{"A slice of cake", "Et kakestykke", "Kawałek ciasta", "Egy szelet torta", "蛋糕一片"}},
		{catalogue.Product, "beans", 120, 50, 0, [5]string{"A bag of coffee beans", "En pose kaffebønner", "Paczka kawy ziarnistej", "Egy csomag szemes kávé", "咖啡豆一包"}},
		{catalogue.Product, "mug", 250, 45, 0, [5]string{"Our mug", "Koppen vår", "Nasz kubek", "A mi bögrénk", "本店馬克杯"}},
	}
}

func shopSeeds() []seed {
	return []seed{
		{catalogue.FreeShipping, "off", 45, 80, 0, [5]string{"Free delivery", "Fri frakt", "Darmowa dostawa", "Ingyenes szállítás", "免運費"}},
		{catalogue.MoneyOff, "off", 100, 60, 0, [5]string{"Money off your next purchase", "Avslag på neste kjøp", "Zniżka na następny zakup", "Kedvezmény a következő vásárlásból", "下次購物折抵"}},
		{catalogue.MoneyOff, "off", 250, 60, 0, [5]string{"A larger sum off your next purchase", "Større avslag på neste kjøp", "Większa zniżka na następny zakup", "Nagyobb kedvezmény a következő vásárlásból", "下次購物更高折抵"}},
		{catalogue.Product, "tote", 150, 40, 0, [5]string{"Tote bag", "Handlenett", "Torba na zakupy", "Vászontáska", "帆布購物袋"}},
	}
}

func salonSeeds() []seed {
	return []seed{
		{catalogue.Product, "class", 50, 30, 0, [5]string{"A small extra with your visit", "Noe ekstra ved besøket", "Mały dodatek do wizyty", "Apró ráadás a látogatáshoz", "到訪時的小升級"}},
		{catalogue.PercentOff, "off", 150, 60, 20, [5]string{"20% off one visit", "20 % på ett besøk", "20% zniżki na jedną wizytę", "20% kedvezmény egy alkalomra", "單次八折"}},
		{catalogue.Product, "book", 200, 45, 0, [5]string{"A product to take home", "Et produkt med hjem", "Produkt do domu", "Egy termék hazavitelre", "帶回家的產品一件"}},
		{catalogue.Product, "class", 400, 50, 0, [5]string{"One visit on us", "Ett besøk på oss", "Jedna wizyta od nas", "Egy alkalom ajándékba", "免費體驗一次"}},
	}
}

func paidSeeds() []seed {
	return []seed{
		{catalogue.Product, "cup", 50, 30, 0, [5]string{"Welcome gift", "Velkomstgave", "Prezent powitalny", "Üdvözlő ajándék", "迎新禮"}},
		{catalogue.Experience, "class", 150, 40, 0, [5]string{"Bring a friend to a members’ evening", "Ta med en venn på medlemskveld", "Przyjdź z kimś na wieczór klubowy", "Hozz magaddal valakit egy klubestre", "帶朋友參加會員之夜"}},
		{catalogue.MoneyOff, "off", 250, 60, 0, [5]string{"Money off your next purchase", "Avslag på neste kjøp", "Zniżka na następny zakup", "Kedvezmény a következő vásárlásból", "下次購物折抵"}},
	}
}
