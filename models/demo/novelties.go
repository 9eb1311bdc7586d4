package demo

import "fealty/models/catalogue"

// novelties are rewards of the kinds that the shelf lacks else: a stamp card since
// two months ago, an evening with seats, something to read, credit, a head start
// and a parcel.
func novelties() []ware {
	six, once := 6, 1
	return []ware{
		{key: "stamps", texts: sixthCup(), dated: func(c calendar, r *catalogue.Reward) {
			from := c.date(days - 60)
			r.StartsOn = &from
		}, reward: catalogue.Reward{Kind: catalogue.StampCard, Worth: kroner(52), Cost: kroner(14), Art: "cup", Places: catalogue.AtCounter, ValidDays: 60,
			Terms: catalogue.Terms{Stamps: &six, StampOf: "Drinks"}}},
		{key: "cupping", texts: cupping(), left: few(4), dated: func(c calendar, r *catalogue.Reward) {
			at := c.at(days+18, 18, 30)
			r.HappensAt, r.Venue = &at, "Harbour Street"
		}, reward: catalogue.Reward{Kind: catalogue.Event, Price: 800, Worth: kroner(250), Cost: kroner(60), PerMember: &once, Art: "class",
			Places: catalogue.Everywhere, ValidDays: 30}},
		{key: "guide", texts: guide(), hidden: "https://havn.example/brew-guide.pdf", reward: catalogue.Reward{Kind: catalogue.Content, Price: 250, Worth: kroner(99),
			PerMember: &once, Art: "book", Places: catalogue.Everywhere, ValidDays: 30}},
		{key: "credit", texts: credit(), reward: catalogue.Reward{Kind: catalogue.Credit, Price: 2000, Worth: kroner(100), Cost: kroner(100), Art: "off",
			Places: catalogue.Everywhere, ValidDays: 365}},
		{key: "harvest", texts: harvest(), dated: func(c calendar, r *catalogue.Reward) {
			day := c.date(days + 21)
			r.Opens, r.PublicOn = "new-harvest", &day
		}, reward: catalogue.Reward{Kind: catalogue.EarlyAccess, Price: 150, Tier: "silver", PerMember: &once, Art: "beans", Places: catalogue.Everywhere, ValidDays: 30}},
		{key: "kettle", texts: kettle(), left: few(9), reward: catalogue.Reward{Kind: catalogue.Physical, Price: 5200, Worth: kroner(740), Cost: kroner(310),
			Art: "mug", Places: catalogue.Everywhere, ValidDays: 30}},
	}
}

func sixthCup() []catalogue.Text {
	return in(
		words{"The seventh cup is yours", "Any drink at the counter gives a stamp.", "Any drink, on the house."},
		words{"Den sjuende koppen er din", "Hver drikke over disk gir et stempel.", "En valgfri drikke på huset."},
		words{"Siódma filiżanka jest Twoja", "Każdy napój przy ladzie daje pieczątkę.", "Dowolny napój na nasz koszt."},
		words{"A hetedik csésze a tiéd", "A pultnál minden ital egy pecsétet ér.", "Egy tetszőleges ital a ház ajándéka."},
		words{"第七杯免費", "每買一杯飲品集一個印章。", "任選飲品一杯，由我們招待。"},
	)
}

func cupping() []catalogue.Text {
	return in(
		words{"Cupping evening", "Taste eight coffees with our roaster, at one long table.", "One seat at the table."},
		words{"Smakekveld", "Smak åtte kaffer med brenneren vår, rundt ett langbord.", "Én plass ved bordet."},
		words{"Wieczór cuppingu", "Spróbuj ośmiu kaw z naszym palaczem przy jednym długim stole.", "Jedno miejsce przy stole."},
		words{"Kávékóstoló este", "Kóstolj meg nyolc kávét a pörkölőnkkel egy hosszú asztalnál.", "Egy hely az asztalnál."},
		words{"杯測之夜", "與烘豆師同桌品嚐八款咖啡。", "座位一席。"},
	)
}

func guide() []catalogue.Text {
	return in(
		words{"The home brewing guide", "Forty pages: grind, water, time, and how to taste what went wrong.", ""},
		words{"Guide til hjemmebrygging", "Førti sider: maling, vann, tid, og hvordan du smaker hva som gikk galt.", ""},
		words{"Przewodnik parzenia w domu", "Czterdzieści stron: mielenie, woda, czas i jak poczuć, co poszło nie tak.", ""},
		words{"Otthoni kávéfőzési kalauz", "Negyven oldal: őrlés, víz, idő, és hogyan kóstold ki, mi ment félre.", ""},
		words{"居家沖煮指南", "四十頁：研磨、水、時間，以及如何嚐出問題所在。", ""},
	)
}

func credit() []catalogue.Text {
	return in(
		words{"100 kr in credit", "Pay with it in any shop and online, a part at a time if you like.", ""},
		words{"100 kr til gode", "Betal med dem i alle butikker og på nett, gjerne litt om gangen.", ""},
		words{"100 kr do wydania", "Płać nimi w sklepach i w internecie, także po części.", ""},
		words{"100 kr jóváírás", "Fizess vele bármelyik boltban és online, akár részletekben.", ""},
		words{"100 克朗購物金", "門市與網路商店皆可使用，可分次折抵。", ""},
	)
}

func harvest() []catalogue.Text {
	return in(
		words{"New harvest, before everybody", "Order the first bags of the new Guji before they are on the shelf.", ""},
		words{"Ny høst, før alle andre", "Bestill de første posene av ny Guji før de står i hylla.", ""},
		words{"Nowy zbiór przed innymi", "Zamów pierwsze paczki nowej Guji, zanim trafią na półkę.", ""},
		words{"Új termés, mindenki előtt", "Rendeld meg az új Guji első zacskóit, mielőtt a polcra kerülnek.", ""},
		words{"新產季搶先購", "在上架前搶先訂購首批 Guji 新豆。", ""},
	)
}

func kettle() []catalogue.Text {
	return in(
		words{"Pouring kettle, sent home", "The one we use ourselves, with a thermometer in the lid.", ""},
		words{"Kaffekjele, sendt hjem", "Den vi bruker selv, med termometer i lokket.", ""},
		words{"Czajnik do przelewu, do domu", "Taki, jakiego sami używamy, z termometrem w pokrywce.", ""},
		words{"Kiöntőkanna, házhoz küldve", "Amit mi is használunk, hőmérővel a fedelében.", ""},
		words{"手沖壺宅配", "我們自己也在用，壺蓋附溫度計。", ""},
	)
}
