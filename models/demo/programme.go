package demo

import (
	"github.com/shopspring/decimal"

	"fealty/models/earning"
	"fealty/models/programme"
	"fealty/models/referrals"
	"fealty/models/tiers"
)

const timeZone = "Europe/Oslo"

// document is the Havn Club: a point per krone, a quarter more at Silver, half as
// much again at Gold, and a year to spend them. Tiers look at the last twelve
// months, so that the shop looks the same on whatever day it is loaded.
func document() programme.Document {
	doc := programme.Default(programme.Settings{Currency: "NOK", TimeZone: timeZone, ClubName: "Havn Club", Country: "NO"})
	doc.Words.Tiers["blue"] = map[string]programme.TierWords{
		"en": {Name: "Blue", To: "to Blue", At: "at Blue"}, "nb": {Name: "Blå", To: "til Blå", At: "på Blå"},
		"pl": {Name: "Niebieski", To: "do niebieskiego", At: "na niebieskim"},
		"hu": {Name: "Kék", To: "a Kékig", At: "Kék szinten"}, "zh-Hant": {Name: "藍級", To: "到藍級", At: "藍級"},
	}
	delete(doc.Words.Tiers, "member")
	doc.Words.Rules["ethiopia"] = map[string]string{
		"en": "Ethiopia extra", "nb": "Etiopia-tillegg", "pl": "Bonus za Etiopię", "hu": "Etiópia-bónusz", "zh-Hant": "衣索比亞加成",
	}
	doc.Earning.Welcome = 450
	doc.Earning.Expiry = earning.Expiry{Kind: earning.Months, Months: 12, RoundUp: earning.RoundMonth}
	doc.Earning.Multipliers = append(doc.Earning.Multipliers,
		earning.Multiplier{Key: "ethiopia", Categories: []string{"Ethiopia"}, Factor: decimal.RequireFromString("1.5")})
	doc.Tiers = tiers.Policy{By: tiers.Points, Window: tiers.Rolling, Months: 12, Keep: tiers.Keep{Kind: tiers.RestOfNextYear},
		Downgrade: tiers.DowngradeRecompute, Steps: []tiers.Tier{{Key: "blue"}, {Key: "silver", From: 1000}, {Key: "gold", From: 2600, FreeShipping: true}}}
	doc.Referral = referrals.Policy{On: true, ReferrerPoints: 200, FriendPoints: 200, MinimumSpend: 15000, ReturnDays: 30, PerWeek: 5,
		Milestones: []referrals.Milestone{{Key: "ambassador", Friends: 2}, {Key: "honorary", Friends: 10, Points: 500}}}
	perks(&doc)
	return doc
}
