package arranging

import (
	"context"
	"fmt"

	"fealty/models/audit"
	"fealty/models/catalogue"
	"fealty/models/club"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/publishing"
)

// Deps are what the flow stands on.
type Deps struct {
	Programme *programme.Cache
	Club      *club.Cache
}

// Start makes a template the club's rules and first rewards, while the club isn't
// open. Another template may be chosen until then: the rewards of the one before
// are archived. An open club is fault.Refused "club_open_already".
func Start(ctx context.Context, d *db.DB, deps Deps, act audit.Act, key string) error {
	chosen, ok := templates()[key]
	if !ok {
		return fault.New(fault.NotFound, "not_found")
	}
	err := db.InTx(ctx, d, func(tx *db.Tx) error { return startTx(ctx, tx, act, chosen) })
	deps.Programme.Forget()
	deps.Club.Forget()
	return err
}

func startTx(ctx context.Context, tx *db.Tx, act audit.Act, chosen template) error {
	settings, err := club.Lock(ctx, tx)
	if err != nil {
		return err
	}
	if settings.IsOpen() {
		return fault.New(fault.Refused, "club_open_already")
	}
	cmd := publishing.Command{By: act.Actor, ActorID: act.ActorID, Role: act.Role, Address: act.Address, RequestID: act.RequestID}
	version, err := publishing.AmendTx(ctx, tx, publishing.AnyBase, cmd, func(doc *programme.Document) error {
		chosen.shape(doc)
		return nil
	})
	if err != nil {
		return err
	}
	if err := clearShelves(ctx, tx, version); err != nil {
		return err
	}
	if err := chosen.fillShelves(ctx, tx, version); err != nil {
		return err
	}
	before := settings.Template
	settings.Template, settings.Steps = chosen.key, nil
	if err := club.Save(ctx, tx, settings); err != nil {
		return err
	}
	act.Object, act.Detail = "club", audit.Detail{"before": map[string]any{"template": before}, "after": map[string]any{"template": chosen.key}}
	return audit.Record(ctx, tx, act)
}

// clearShelves archives what members would see.
func clearShelves(ctx context.Context, tx *db.Tx, v *programme.Version) error {
	main := v.Document.Club.Languages[0]
	cards, err := catalogue.Open(ctx, tx, catalogue.Languages{Wanted: main, Main: main}, v.Today(tx.Now))
	if err != nil {
		return err
	}
	for _, card := range cards {
		if err := catalogue.SetState(ctx, tx, card.ID, catalogue.Archived); err != nil {
			return err
		}
	}
	return nil
}

// fillShelves puts the template's rewards up, in all of the club's languages.
func (t template) fillShelves(ctx context.Context, tx *db.Tx, v *programme.Version) error {
	unit, scale := v.Currency().Units(1), scaleOf(v.Document.Club.Currency)
	for i, s := range t.seeds {
		r := catalogue.Reward{Kind: s.kind, State: catalogue.Live, Price: money.Points(s.worth * 2 * scale), ValidDays: 60, Places: catalogue.Everywhere,
			Art: s.art, Position: i + 1, PerPeriod: catalogue.Ever, Codes: catalogue.OwnCodes}
		r.Worth = unit * money.Amount(s.worth*scale) / 10
		r.Cost = r.Worth * money.Amount(s.cost) / 100
		if s.percent > 0 {
			r.Percent = &s.percent
		}
		var err error
		if r.ID, err = db.ID[ids.Reward](tx); err != nil {
			return err
		}
		texts := s.texts(v.Document.Club.Languages)
		if err := catalogue.Check(r, texts, catalogue.Rules{Main: v.Document.Club.Languages[0], Tiers: []string{""}}); err != nil {
			return fmt.Errorf("check a reward of the template %s: %w", t.key, err)
		}
		if err := catalogue.Save(ctx, tx, r, texts); err != nil {
			return err
		}
	}
	return nil
}

// scaleOf is about how many units of a currency a euro's worth costs, as the
// default programme sees it.
func scaleOf(currency string) int64 {
	return programme.Default(programme.Settings{Currency: currency}).Tiers.Steps[1].From / 300
}
