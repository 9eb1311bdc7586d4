package programme

import (
	"fmt"

	"fealty/models/referrals"
)

const (
	maxMilestones = 10
	maxFriends    = 10_000
)

// milestones checks what bringing many friends is called and gives. A document
// without any is as good.
func (c *checker) milestones(d Document) {
	list := d.Referral.Milestones
	c.atMost("referral.milestones", len(list), maxMilestones)
	seen := map[string]bool{}
	var keys []string
	before := 0
	for i, m := range list {
		at := fmt.Sprintf("referral.milestones[%d]", i)
		c.fresh(at+".key", m.Key, seen)
		c.between(at+".friends", int64(m.Friends), int64(before+1), maxFriends)
		c.between(at+".points", int64(m.Points), 0, maxPoints)
		c.milestoneWords(d, m.Key)
		keys, before = append(keys, m.Key), m.Friends
	}
	strangers(c, "words.milestones", d.Words.Milestones, keys)
}

func (c *checker) milestoneWords(d Document, key string) {
	for _, language := range d.Club.Languages {
		words, ok := d.Words.Milestones[key][language]
		if !ok {
			c.missing("words.milestones."+key, language)
			continue
		}
		c.text("words.milestones."+key+"."+language, words)
	}
	strangers(c, "words.milestones."+key, d.Words.Milestones[key], Languages())
}

func defaultMilestones() []referrals.Milestone {
	return []referrals.Milestone{{Key: "ambassador", Friends: 3, Points: 150}, {Key: "honorary", Friends: 10, Points: 500}}
}

func defaultMilestoneWords() map[string]map[string]string {
	return map[string]map[string]string{
		"ambassador": {"en": "Ambassador", "nb": "Ambassadør", "pl": "Ambasador", "hu": "Nagykövet", "zh-Hant": "推廣大使"},
		"honorary": {"en": "Honorary ambassador", "nb": "Æresambassadør", "pl": "Honorowy ambasador", "hu": "Tiszteletbeli nagykövet",
			"zh-Hant": "榮譽大使"},
	}
}
