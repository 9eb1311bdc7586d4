package demo

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fealty/models/consents"
	"fealty/models/ids"
	"fealty/models/members"
)

// person is somebody who will be a member, with all that they will do.
type person struct {
	number    int
	email     string
	name      string
	language  string
	consents  []consents.Choice
	invitedBy *person
	joins     int // the number of the day
	acts      []act
	// id and invite are known once they have joined.
	id     ids.Member
	invite string
}

// will adds an act; settle puts them in order.
func (p *person) will(at time.Time, d deed) { p.acts = append(p.acts, act{who: p, at: at, deed: d}) }

func (p *person) settle() {
	slices.SortStableFunc(p.acts, func(a, b act) int { return a.at.Compare(b.at) })
	for i := range p.acts {
		p.acts[i].key = fmt.Sprintf("demo-%d-%d", p.number, i)
	}
}

// firstNames are by language; a name that isn't written in Latin letters is
// followed by how its owner writes it in an address.
func firstNames(language string) []string {
	names := map[string]string{
		"nb": "Kari Ola Anne Lars Bjørn Ingeborg Håkon Solveig Øyvind Åse Sindre Guro Magnus Silje Tor Marte Eirik Hanne Jørgen Liv Pål Randi Sverre Tuva Vegard Astrid",
		"en": "Emma Jack Olivia Harry Amelia George Isla Noah Grace Arthur Ruby Leo Freya Oscar Maya Adam",
		"pl": "Agnieszka Tomasz Magdalena Łukasz Katarzyna Paweł Małgorzata Grzegorz Zofia Jędrzej Hanna Michał Świętosława Rafał",
		"hu": "Zsófia Bence Eszter Gergő Réka Ádám Dóra Levente Orsolya Máté Fanni Ákos",
		"zh-Hant": "雅婷/yating 志明/chihming 怡君/yichun 俊傑/chunchieh 淑芬/shufen 家豪/chiahao 佩珊/peishan 冠宇/kuanyu " +
			"詩涵/shihhan 柏翰/pohan",
	}
	return strings.Fields(names[language])
}

// ordinary makes one of the many.
func ordinary(number int, c *chance) *person {
	p := &person{number: number, language: languages[c.weigh(18, 56, 12, 6, 8)]}
	name, written, isForeign := strings.Cut(pick(c, firstNames(p.language)), "/")
	if !isForeign {
		written = strings.ReplaceAll(members.Fold(name), " ", "")
	}
	initial := pick(c, strings.Split("ABCDEFGHIJKLMNOPQRSTUVWXYZ", ""))
	p.name = name + " " + initial + "."
	p.email = fmt.Sprintf("%s.%s%d@post.example", written, strings.ToLower(initial), number)
	p.consents = agreed(c.weigh(40, 25, 15, 20))
	p.joins = c.between(0, days-4)
	if c.happens(250) {
		p.joins = c.between(0, 21) // they came when the club was new
	}
	return p
}
