package demo

import (
	"context"

	"fealty/models/adjusting"
	"fealty/models/audit"
	"fealty/models/catalogue"
	"fealty/models/causes"
	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/partners"
	"fealty/models/programme"
	"fealty/models/publishing"
	"fealty/models/redeeming"
	"fealty/models/shops"
	"fealty/models/staff"
)

// shop is Havn, opened: what the flows need to know of it.
type shop struct {
	partner ids.Partner
	staff   map[string]ids.Staff
	rewards map[string]ids.Reward
	causes  map[string]ids.Cause
}

// fjordkino is the place where its vouchers are used.
const fjordkino = "Fjordkino"

// open opens the shop on its first morning, before anybody comes: what is there
// already is left as it is.
func open(ctx context.Context, h *hand) (*shop, error) {
	h.shop = &shop{staff: map[string]ids.Staff{}, rewards: map[string]ids.Reward{}, causes: map[string]ids.Cause{}}
	for _, step := range []func(context.Context) error{h.publish, h.openShops, h.findPartner, h.hire, h.fillShelves, h.chooseCauses} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return h.shop, nil
}

func (h *hand) publish(ctx context.Context) error {
	published, err := programme.List(ctx, h.d)
	if err != nil || len(published) > 0 {
		return err
	}
	text, err := document().Canonical()
	if err != nil {
		return err
	}
	_, err = publishing.Publish(ctx, h.d, h.deps.Programme, publishing.Command{Document: text, By: "system", Role: "operator",
		Note: h.note()})
	return err
}

func (h *hand) openShops(ctx context.Context) error {
	there, err := things(ctx, h.d, `SELECT key AS name, id FROM shops`)
	if err != nil {
		return err
	}
	return db.InTx(ctx, h.d, func(tx *db.Tx) error {
		for _, s := range []shops.Shop{{Key: Harbour, Name: "Harbour Street", Kind: shops.Counter}, {Key: Market, Name: "Market Hall", Kind: shops.Counter},
			{Key: Station, Name: "Station", Kind: shops.Counter}, {Key: Online, Name: "havn.example", Kind: shops.Web}} {
			if _, ok := there[s.Key]; ok {
				continue
			}
			var err error
			if s.ID, err = db.ID[ids.Shop](tx); err != nil {
				return err
			}
			s.CreatedAt = tx.Now
			if err := shops.Insert(ctx, tx, s); err != nil {
				return err
			}
		}
		return nil
	})
}

func (h *hand) findPartner(ctx context.Context) error {
	there, err := things(ctx, h.d, `SELECT name, id FROM partners`)
	if err != nil {
		return err
	}
	p := partners.Partner{Name: fjordkino, Email: "post@fjordkino.example", State: partners.Active,
		About: "Two screens by the harbour, with popcorn made in the foyer."}
	if id, ok := there[p.Name]; ok {
		h.shop.partner = ids.Partner(id)
		return nil
	}
	h.shop.partner, err = adjusting.SavePartner(ctx, h.d, adjusting.Who{Role: "operator"}, p)
	return err
}

// hire lets the demo's people in, without passwords.
func (h *hand) hire(ctx context.Context) error {
	there, err := things(ctx, h.d, `SELECT email AS name, id FROM staff`)
	if err != nil {
		return err
	}
	for _, s := range []staff.Staff{{Email: Owner, Name: "Marit Havn", Role: staff.Owner}, {Email: Manager, Name: "Sigrid Moen", Role: staff.Manager},
		{Email: Clerk, Name: "Jonas Olsen", Role: staff.Clerk}, {Email: Partner, Name: "Elias Berg", Role: staff.PartnerManager, PartnerID: h.shop.partner}} {
		id, ok := there[s.Email]
		h.shop.staff[s.Email] = ids.Staff(id)
		if ok {
			continue
		}
		s.Language = "en"
		if h.shop.staff[s.Email], err = adjusting.Hire(ctx, h.d, s, audit.Act{Actor: "system", Role: "operator"}); err != nil {
			return err
		}
	}
	return nil
}

// manager is who changes things by hand.
func (s *shop) manager() adjusting.Who {
	return adjusting.Who{Staff: s.staff[Manager], Role: string(staff.Manager)}
}

// honours is who uses vouchers at a place.
func (s *shop) honours(place string) redeeming.Who {
	if place == fjordkino {
		return redeeming.Who{Staff: s.staff[Partner], Role: string(staff.PartnerManager), Partner: s.partner}
	}
	return redeeming.Who{Staff: s.staff[Clerk], Role: string(staff.Clerk)}
}

func (h *hand) fillShelves(ctx context.Context) error {
	there, err := things(ctx, h.d, `SELECT name, reward_id AS id FROM reward_texts WHERE language = 'en'`)
	if err != nil {
		return err
	}
	for i, w := range wares() {
		if id, ok := there[w.texts[0].Name]; ok {
			h.shop.rewards[w.key] = ids.Reward(id)
			continue
		}
		if h.shop.rewards[w.key], err = h.save(ctx, i, w, nil); err != nil {
			return err
		}
	}
	return nil
}

func (h *hand) save(ctx context.Context, position int, w ware, left *int64) (ids.Reward, error) {
	w.reward.ID, w.reward.State, w.reward.Position = h.shop.rewards[w.key], catalogue.Live, position
	if w.reward.Kind == catalogue.AtPartner {
		w.reward.PartnerID = h.shop.partner
	}
	if w.dated != nil {
		w.dated(h.calendar, &w.reward)
	}
	change := adjusting.RewardChange{By: h.shop.manager(), Reward: w.reward, Texts: w.texts, Remaining: left}
	if w.hidden != "" {
		change.Hidden = []catalogue.Hidden{{Language: languages[0], Body: w.hidden}}
	}
	return adjusting.SaveReward(ctx, h.d, adjusting.Deps{Programme: h.deps.Programme}, change)
}

// count counts what is left of some rewards, on the last evening.
func (s *shop) count(ctx context.Context, h *hand) error {
	h.at = h.calendar.at(days-1, 21, 0)
	for i, w := range wares() {
		if w.left == nil {
			continue
		}
		if _, err := h.save(ctx, i, w, w.left); err != nil {
			return err
		}
	}
	return nil
}

func (h *hand) chooseCauses(ctx context.Context) error {
	there, err := things(ctx, h.d, `SELECT name, cause_id AS id FROM cause_texts WHERE language = 'en'`)
	if err != nil {
		return err
	}
	for i, c := range charities() {
		id, ok := there[c.texts[0].Name]
		h.shop.causes[c.key] = ids.Cause(id)
		if ok {
			continue
		}
		c.cause.State, c.cause.Position = causes.Live, i
		change := adjusting.CauseChange{By: h.shop.manager(), Cause: c.cause, Texts: c.texts}
		if h.shop.causes[c.key], err = adjusting.SaveCause(ctx, h.d, adjusting.Deps{Programme: h.deps.Programme}, change); err != nil {
			return err
		}
	}
	return nil
}
