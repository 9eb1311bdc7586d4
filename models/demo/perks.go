package demo

import "fealty/models/programme"

// perks are what Havn Club gives without points: at the cinema to everybody, new
// roasts first from Silver, and a refill at Gold.
func perks(doc *programme.Document) {
	doc.Perks = []programme.Perk{
		{Key: "cinema", Kind: programme.PerkPercent, Percent: 10, Partner: "Fjordkino"},
		{Key: "first", Kind: programme.PerkEarly, From: "silver", Hours: 48},
		{Key: "refill", Kind: programme.PerkOther, From: "gold"},
	}
	doc.Words.Perks = map[string]map[string]programme.PerkWords{
		"cinema": {
			"en": {Name: "10% off at Fjordkino", Text: "All films, on the evening itself"}, "nb": {Name: "10 % hos Fjordkino", Text: "Alle filmer, samme kveld"},
			"pl": {Name: "10% taniej w Fjordkino", Text: "Wszystkie filmy, w dniu seansu"}, "hu": {Name: "10% kedvezmény a Fjordkinóban", Text: "Minden filmre, aznap este"},
			"zh-Hant": {Name: "Fjordkino 九折", Text: "所有影片，當晚適用"},
		},
		"first": {
			"en": {Name: "New roasts two days early", Text: "In the web shop, before everyone else"}, "nb": {Name: "Nye brent to dager før", Text: "I nettbutikken, før alle andre"},
			"pl": {Name: "Świeże kawy dwa dni wcześniej", Text: "W sklepie internetowym, przed innymi"}, "hu": {Name: "Az új pörkölések két nappal előbb", Text: "A webáruházban, mindenki más előtt"},
			"zh-Hant": {Name: "新烘焙豆提前兩天購買", Text: "在網路商店，比其他人早"},
		},
		"refill": {
			"en": {Name: "Free refill of filter coffee", Text: "The same day, at all three counters"}, "nb": {Name: "Gratis påfyll av filterkaffe", Text: "Samme dag, i alle tre butikker"},
			"pl": {Name: "Darmowa dolewka kawy z filtra", Text: "Tego samego dnia, we wszystkich trzech lokalach"}, "hu": {Name: "Ingyen újratöltés filterkávéból", Text: "Aznap, mindhárom pultnál"},
			"zh-Hant": {Name: "濾泡咖啡免費續杯", Text: "當日有效，三家門市皆可"},
		},
	}
}
