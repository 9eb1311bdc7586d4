package web

import (
	"strings"

	"fealty/models/club"
)

// FeatureOf is the feature that an address belongs to, "" for what can't be
// turned off. Where it is off the address is not found.
func FeatureOf(path string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	switch first {
	case "give":
		return club.Give
	case "invite", "i":
		return club.Invite
	case "g":
		return club.Gifts
	case "partner":
		return club.Partners
	case club.Claims, club.Offers, club.Earn, club.Tiers, club.Till:
		return first
	}
	return ""
}

// featureOfOffice is the feature that a part of the admin runs, or "".
func featureOfOffice(part string) string {
	switch part {
	case "causes", "payouts":
		return club.Give
	case "referrals":
		return club.Invite
	case "shops":
		return club.Till
	case club.Claims, club.Offers, club.Partners:
		return part
	}
	return ""
}
