package catalogue_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/partners"
)

var (
	today  = time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC)
	inPl   = catalogue.Languages{Wanted: "pl", Main: "nb"}
	within = func(t *testing.T, d *db.DB, fn func(ctx context.Context, tx *db.Tx) error) {
		t.Helper()
		if err := db.InTx(t.Context(), d, func(tx *db.Tx) error { return fn(t.Context(), tx) }); err != nil {
			t.Fatal(err)
		}
	}
)

func save(t *testing.T, d *db.DB, r catalogue.Reward, texts ...catalogue.Text) {
	t.Helper()
	within(t, d, func(ctx context.Context, tx *db.Tx) error { return catalogue.Save(ctx, tx, r, texts) })
}

func TestARewardWithoutATextInMyLanguageShowsTheMainOne(t *testing.T) {
	d := testdb.Open(t)
	r, texts := good()
	save(t, d, r, append(texts, catalogue.Text{Language: "en", Name: "A flat white"})...)
	card, err := catalogue.Show(t.Context(), d, r.ID, inPl)
	if err != nil || card.Name != "Flat white" || card.Language != "nb" {
		t.Errorf("shown as %q in %q, %v", card.Name, card.Language, err)
	}
	save(t, d, r, append(texts, catalogue.Text{Language: "pl", Name: "Biała kawa"})...)
	list, err := catalogue.Open(t.Context(), d, inPl, today)
	if err != nil || len(list) != 1 || list[0].Name != "Biała kawa" || list[0].Language != "pl" {
		t.Errorf("listed as %+v, %v", list, err)
	}
	if all, err := catalogue.Texts(t.Context(), d, r.ID); err != nil || len(all) != 2 {
		t.Errorf("saving again left the texts %+v, %v", all, err)
	}
}

func TestMembersSeeLiveRewardsOfActivePartnersUntilTheirLastDay(t *testing.T) {
	d := testdb.Open(t)
	tea := partners.Partner{ID: ids.Partner{7}, Name: "Tea House", State: partners.Active}
	within(t, d, func(ctx context.Context, tx *db.Tx) error { return partners.Insert(ctx, tx, tea) })
	r, texts := good()
	for i, change := range []func(*catalogue.Reward){
		func(r *catalogue.Reward) { r.EndsOn = day("2026-03-10") },
		func(r *catalogue.Reward) { r.EndsOn = day("2026-03-09") },
		func(r *catalogue.Reward) { r.State = catalogue.Draft },
		func(r *catalogue.Reward) { r.Kind, r.PartnerID = catalogue.AtPartner, tea.ID },
	} {
		one := r
		one.ID = ids.Reward{byte(i + 1)}
		change(&one)
		save(t, d, one, texts...)
	}
	list, err := catalogue.Open(t.Context(), d, inPl, today)
	if err != nil || len(list) != 2 || list[0].ID != (ids.Reward{1}) || list[1].PartnerName != "Tea House" {
		t.Errorf("the catalogue is %+v, %v", list, err)
	}
	tea.State = partners.Paused
	within(t, d, func(ctx context.Context, tx *db.Tx) error { return partners.Update(ctx, tx, tea) })
	if list, err = catalogue.Open(t.Context(), d, inPl, today); err != nil || len(list) != 1 {
		t.Errorf("with the partner paused it is %+v, %v", list, err)
	}
	own, err := catalogue.List(t.Context(), d, inPl, catalogue.Filter{After: ids.Reward{4}})
	if err != nil || len(own) != 3 {
		t.Errorf("the shop's page after the newest has %d, %v", len(own), err)
	}
}

func TestStockIsTakenToZeroAndNotBelow(t *testing.T) {
	d := testdb.Open(t)
	r, texts := good()
	save(t, d, r, texts...)
	two := int64(2)
	within(t, d, func(ctx context.Context, tx *db.Tx) error {
		if ok, err := catalogue.TakeStock(ctx, tx, r.ID); err != nil || !ok {
			t.Errorf("uncounted: %v, %v", ok, err)
		}
		return catalogue.SetStock(ctx, tx, r.ID, &two, 1)
	})
	within(t, d, func(ctx context.Context, tx *db.Tx) error {
		for _, want := range []bool{true, true, false} {
			if ok, err := catalogue.TakeStock(ctx, tx, r.ID); err != nil || ok != want {
				t.Errorf("took one: %v, %v", ok, err)
			}
		}
		return catalogue.PutBackStock(ctx, tx, r.ID)
	})
	stock, err := catalogue.LoadStock(t.Context(), d, r.ID)
	if err != nil || stock != (catalogue.Stock{PutIn: 3, Remaining: 1}) {
		t.Errorf("the stock is %+v, %v", stock, err)
	}
	within(t, d, func(ctx context.Context, tx *db.Tx) error { return catalogue.SetStock(ctx, tx, r.ID, &two, 0) })
	if stock, _ = catalogue.LoadStock(t.Context(), d, r.ID); stock.PutIn-stock.Remaining != 2 {
		t.Errorf("a new count forgot who took one: %+v", stock)
	}
}

func TestACountWaitsForThoseWhoTakeWithoutOne(t *testing.T) {
	d := testdb.Open(t)
	r, texts := good()
	save(t, d, r, texts...)
	var isOver atomic.Bool
	var wait sync.WaitGroup
	taken := make(chan struct{})
	wait.Go(func() {
		within(t, d, func(ctx context.Context, tx *db.Tx) error {
			ok, err := catalogue.TakeStock(ctx, tx, r.ID)
			if err != nil || !ok {
				t.Errorf("uncounted: %v, %v", ok, err)
			}
			close(taken)
			time.Sleep(200 * time.Millisecond)
			isOver.Store(true)
			return nil
		})
	})
	<-taken
	within(t, d, func(ctx context.Context, tx *db.Tx) error {
		if err := catalogue.HoldCount(ctx, tx, r.ID); err != nil || !isOver.Load() {
			t.Errorf("the count began while one was being taken (%v)", err)
		}
		wait.Go(func() {
			within(t, d, func(ctx context.Context, tx *db.Tx) error {
				if ok, err := catalogue.TakeStock(ctx, tx, r.ID); err != nil || ok {
					t.Errorf("one was taken past the count: %v, %v", ok, err)
				}
				return nil
			})
		})
		time.Sleep(200 * time.Millisecond)
		none := int64(0)
		return catalogue.SetStock(ctx, tx, r.ID, &none, 1)
	})
	wait.Wait()
}

func TestAnUnknownRewardIsNotFound(t *testing.T) {
	d := testdb.Open(t)
	if _, err := catalogue.Find(t.Context(), d, ids.Reward{9}); fault.KindOf(err) != fault.NotFound {
		t.Errorf("answered %v", err)
	}
	if _, err := catalogue.Show(t.Context(), d, ids.Reward{9}, inPl); fault.KindOf(err) != fault.NotFound {
		t.Errorf("answered %v", err)
	}
}
