package demo

import (
	"fealty/models/catalogue"
	"fealty/models/causes"
)

func flatWhite() []catalogue.Text {
	return in(
		words{"Flat white, any size", "Made by whoever stands at the machine, with the milk you like.", "One flat white, any size, any milk."},
		words{"Flat white, valgfri størrelse", "Laget av den som står ved maskinen, med den melken du liker.", "Én flat white, valgfri størrelse og melk."},
		words{"Flat white, dowolny rozmiar", "Przygotowana przy barze, z mlekiem, jakie lubisz.", "Jedna flat white, dowolny rozmiar i mleko."},
		words{"Flat white, bármilyen méretben", "A pultnál készül, azzal a tejjel, amelyiket szereted.", "Egy flat white, bármilyen méretben és tejjel."},
		words{"馥列白，大小任選", "吧台現做，奶類任你挑。", "馥列白一杯，大小與奶類任選。"},
	)
}

func cake() []catalogue.Text {
	return in(
		words{"Slice of today’s cake", "Baked in the morning. What it is stands on the board.", "One slice of today’s cake."},
		words{"Et stykke av dagens kake", "Bakt om morgenen. Hva det er, står på tavla.", "Ett stykke av dagens kake."},
		words{"Kawałek ciasta dnia", "Upieczone rano. Jakie dziś mamy, przeczytasz na tablicy.", "Jeden kawałek ciasta dnia."},
		words{"Egy szelet a nap süteményéből", "Reggel sült. Hogy mi az, a táblán áll.", "Egy szelet a nap süteményéből."},
		words{"今日蛋糕一片", "早上現烤，口味請看店內黑板。", "今日蛋糕一片。"},
	)
}

func off() []catalogue.Text {
	return in(
		words{"kr 50 off any purchase", "In all shops and online, on anything we sell.", "Take kr 50 off the total."},
		words{"50 kr avslag på et kjøp", "I alle butikkene og på nett, på alt vi selger.", "Trekk 50 kr fra summen."},
		words{"50 kr zniżki na dowolne zakupy", "We wszystkich sklepach i w internecie, na cały asortyment.", "Odejmij 50 kr od sumy."},
		words{"50 kr kedvezmény bármely vásárlásra", "Minden üzletben és a webshopban, bármire, amit árulunk.", "Vonj le 50 kr-t a végösszegből."},
		words{"消費折抵 50 克朗", "所有門市與網路商店皆可使用，不限商品。", "總金額折抵 50 克朗。"},
	)
}

func cinema() []catalogue.Text {
	return in(
		words{"Cinema ticket", "Any film, any day, 2D. Not for special screenings.", "One cinema ticket. Any film, any day, 2D. Not for special screenings."},
		words{"Kinobillett", "Valgfri film, alle dager, 2D. Gjelder ikke spesialvisninger.", "Én kinobillett. Valgfri film, alle dager, 2D. Ikke spesialvisninger."},
		words{"Bilet do kina", "Dowolny film, dowolny dzień, 2D. Nie dotyczy pokazów specjalnych.", "Jeden bilet do kina. Dowolny film i dzień, 2D, bez pokazów specjalnych."},
		words{"Mozijegy", "Bármelyik film, bármelyik nap, 2D. Díszelőadásokra nem érvényes.", "Egy mozijegy. Bármelyik film, bármelyik nap, 2D. Díszelőadásra nem."},
		words{"電影票", "任一場 2D 電影，平日假日皆可，特別場次除外。", "電影票一張，任一場 2D 電影，特別場次除外。"},
	)
}

func popcorn() []catalogue.Text {
	return in(
		words{"Popcorn, large", "Freshly popped in the foyer, sweet or salted.", "One large popcorn, sweet or salted."},
		words{"Stor popkorn", "Nypoppet i foajeen, søt eller salt.", "Én stor popkorn, søt eller salt."},
		words{"Duży popcorn", "Świeżo prażony w foyer, słodki albo słony.", "Jeden duży popcorn, słodki albo słony."},
		words{"Nagy pattogatott kukorica", "Frissen pattogtatva az előcsarnokban, édesen vagy sósan.", "Egy nagy pattogatott kukorica, édes vagy sós."},
		words{"大份爆米花", "大廳現爆，甜味或鹹味。", "大份爆米花一份，甜味或鹹味。"},
	)
}

func houseBeans() []catalogue.Text {
	return in(
		words{"House beans, 250 g", "Our house espresso, roasted this week. Whole, or ground for you.", "One bag of house espresso, 250 g. Grind it if asked."},
		words{"Husets bønner, 250 g", "Husets espresso, brent denne uken. Hele, eller malt for deg.", "Én pose husets espresso, 250 g. Mal dem om gjesten ønsker det."},
		words{"Ziarna domowe, 250 g", "Nasze domowe espresso, palone w tym tygodniu. Całe albo zmielone dla ciebie.", "Jedna paczka domowego espresso, 250 g. Na życzenie zmiel."},
		words{"Házi kávé, 250 g", "A házi eszpresszónk, ezen a héten pörkölve. Szemesen vagy neked megőrölve.", "Egy csomag házi eszpresszó, 250 g. Kérésre őröld meg."},
		words{"招牌咖啡豆 250 公克", "本店招牌濃縮豆，本週烘焙。原豆或代磨皆可。", "招牌濃縮豆一包，250 公克，可代磨。"},
	)
}

func mug() []catalogue.Text {
	return in(
		words{"Stoneware mug", "Thrown by a potter two streets away. No two are alike.", "One stoneware mug; the guest chooses which."},
		words{"Steingodskopp", "Dreid av en keramiker to gater unna. Ingen er like.", "Én steingodskopp; gjesten velger selv."},
		words{"Kubek kamionkowy", "Toczony przez ceramiczkę dwie ulice dalej. Każdy jest inny.", "Jeden kubek kamionkowy; gość wybiera sam."},
		words{"Kőagyag bögre", "Két utcával arrébb korongozzák. Nincs két egyforma.", "Egy kőagyag bögre; a vendég választ."},
		words{"陶石馬克杯", "兩條街外的陶藝師手拉，每只都不一樣。", "陶石馬克杯一只，由客人挑選。"},
	)
}

func class() []catalogue.Text {
	return in(
		words{"Home brewing class for two", "Two hours at the roastery on a Saturday, with five coffees and all you need to make them at home.",
			"Two places in a Saturday class. Write the names on the list."},
		words{"Bryggekurs for to", "To timer i brenneriet en lørdag, med fem kaffer og alt du trenger for å lage dem hjemme.",
			"To plasser på et lørdagskurs. Skriv navnene på lista."},
		words{"Kurs parzenia kawy dla dwóch osób", "Dwie godziny w palarni w sobotę: pięć kaw i wszystko, czego trzeba, by zaparzyć je w domu.",
			"Dwa miejsca na sobotnim kursie. Wpisz imiona na listę."},
		words{"Kávéfőző tanfolyam két főre", "Két óra a pörkölőben egy szombaton: öt kávé, és minden, ami az otthoni elkészítésükhöz kell.",
			"Két hely egy szombati tanfolyamon. Írd fel a neveket a listára."},
		words{"雙人居家手沖課", "週六在烘豆坊上課兩小時，品嚐五款咖啡，學會在家沖煮。", "週六課程兩個名額，請登記姓名。"},
	)
}

func tote() []catalogue.Text {
	return in(
		words{"Canvas tote", "Strong enough for four bags of beans and a loaf.", "One canvas tote."},
		words{"Handlenett i lerret", "Tåler fire poser bønner og et brød.", "Ett handlenett i lerret."},
		words{"Torba płócienna", "Uniesie cztery paczki kawy i bochenek chleba.", "Jedna torba płócienna."},
		words{"Vászontáska", "Elbír négy csomag kávét és egy kenyeret.", "Egy vászontáska."},
		words{"帆布托特包", "裝得下四包咖啡豆加一條麵包。", "帆布托特包一只。"},
	)
}

func delivery() []catalogue.Text {
	return in(
		words{"Free delivery", "On one order online, whatever it weighs.", "Send this order without a delivery charge."},
		words{"Gratis levering", "På én bestilling på nett, uansett vekt.", "Send denne bestillingen uten frakt."},
		words{"Darmowa dostawa", "Do jednego zamówienia w internecie, bez względu na wagę.", "Wyślij to zamówienie bez opłaty za dostawę."},
		words{"Ingyenes kiszállítás", "Egy webes rendeléshez, súlytól függetlenül.", "Ezt a rendelést szállítási díj nélkül küldd."},
		words{"免運費一次", "網路訂單一筆，不限重量。", "本筆訂單免收運費。"},
	)
}

func coast() []causes.Text {
	return forCause(in(
		words{"Clean Coast Fund", "Beach clean-ups along the fjord, every Saturday."},
		words{"Ren kyst-fondet", "Strandrydding langs fjorden hver lørdag."},
		words{"Fundusz Czyste Wybrzeże", "Sprzątanie plaż nad fiordem w każdą sobotę."},
		words{"Tiszta Part Alap", "Partszakasz-takarítás a fjord mentén minden szombaton."},
		words{"淨灘基金", "每週六沿著峽灣淨灘。"},
	))
}

func kitchen() []causes.Text {
	return forCause(in(
		words{"Neighbourhood Kitchen", "100 points buy the food for one warm meal."},
		words{"Nabolagskjøkkenet", "100 poeng blir råvarer til ett varmt måltid."},
		words{"Kuchnia Sąsiedzka", "100 punktów to produkty na jeden ciepły posiłek."},
		words{"Szomszédsági Konyha", "100 pont egy meleg étel hozzávalóit fedezi."},
		words{"鄰里廚房", "100 點可換得一份熱食的食材。"},
	))
}

func reading() []causes.Text {
	return forCause(in(
		words{"Reading Room", "Books for the after-school club on Harbour Street."},
		words{"Leserommet", "Bøker til fritidsklubben i Havnegata."},
		words{"Czytelnia", "Książki dla świetlicy przy Harbour Street."},
		words{"Olvasószoba", "Könyvek a Harbour Street-i délutáni klubnak."},
		words{"閱讀室", "為港街課後班添購書籍。"},
	))
}
