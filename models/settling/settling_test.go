package settling_test

import (
	"context"
	"encoding/json"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fealty/models/audit"
	"fealty/models/catalogue"
	"fealty/models/causes"
	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/donations"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/partners"
	"fealty/models/programme"
	"fealty/models/settling"
)

var (
	dora = audit.By{Staff: ids.Staff{7}, Role: "manager", Address: "192.0.2.0", RequestID: "r1"}
	tove = audit.By{Staff: ids.Staff{8}, Role: "partner_manager"}
	tea  = partners.Partner{ID: ids.Partner{1}, Name: "Tea House", State: partners.Active}
	kino = partners.Partner{ID: ids.Partner{2}, Name: "Fjordkino", State: partners.Active}
	pot  = ids.Reward{1}
	sea  = ids.Cause{1}
	feb  = day("2026-02-01")
)

func day(text string) time.Time {
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return d
}

// club has two partners, one offer and one cause; it is the 10th of March.
func club(t *testing.T) (*db.DB, settling.Deps) {
	t.Helper()
	d := testdb.Open(t)
	document, err := json.Marshal(programme.Default(programme.Settings{Currency: "EUR", TimeZone: "Europe/Oslo", Languages: []string{"en"}}))
	if err != nil {
		t.Fatal(err)
	}
	err = db.InTx(t.Context(), d, func(tx *db.Tx) error {
		ctx := context.Background()
		first := programme.Published{Number: 1, StartsAt: tx.Now, PublishedAt: tx.Now, By: "test"}
		if err := tx.Apply(ctx, programme.Insert(first, document)); err != nil {
			return err
		}
		for _, p := range []partners.Partner{tea, kino} {
			if err := partners.Insert(ctx, tx, p); err != nil {
				return err
			}
		}
		offer := catalogue.Reward{ID: pot, Kind: catalogue.AtPartner, State: catalogue.Live, Price: 100, ValidDays: 30, PartnerID: tea.ID,
			PartnerPays: 300, Places: catalogue.ByPartner, Art: "cup"}
		if err := catalogue.Save(ctx, tx, offer, []catalogue.Text{{Language: "en", Name: "Pot of tea"}}); err != nil {
			return err
		}
		return causes.Save(ctx, tx, causes.Cause{ID: sea, State: causes.Live, Art: "coast", MatchPercent: 100}, []causes.Text{{Language: "en", Name: "Sea"}})
	})
	if err != nil {
		t.Fatal(err)
	}
	return d, settling.Deps{Programme: &programme.Cache{}}
}

func exec(t *testing.T, d *db.DB, sql string, args ...any) {
	t.Helper()
	err := db.InTx(t.Context(), d, func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), sql, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// use has a voucher used at the Tea House.
func use(t *testing.T, d *db.DB, n byte, at time.Time, undone *time.Time) {
	t.Helper()
	exec(t, d, `INSERT INTO voucher_uses (id, member_id, voucher_id, reward_id, partner_id, place, pays, used_at, undone_at)
		VALUES ($1, $2, $3, $4, $5, 'Tea House', 300, $6, $7)`, ids.Use{n}, ids.Member{1}, ids.Voucher{n}, pot, tea.ID, at, undone)
}

// Oslo is an hour ahead: its February begins and ends at 23 o'clock of the day before.
func TestASettledMonthIsWhatWasUsedInItLessWhatWasUndone(t *testing.T) {
	d, deps := club(t)
	undone := day("2026-02-05")
	use(t, d, 1, day("2026-01-31").Add(23*time.Hour), nil)
	use(t, d, 2, day("2026-02-05"), &undone)
	use(t, d, 3, day("2026-02-28").Add(23*time.Hour-time.Second), nil)
	use(t, d, 4, day("2026-02-28").Add(23*time.Hour), nil)
	pay := settling.Payment{By: dora, Partner: tea.ID, Month: feb, PaidOn: day("2026-03-05"), Reference: " Bank 77 "}
	got, err := settling.Settle(t.Context(), d, deps, pay)
	if err != nil || got.Uses != 2 || got.Amount != 600 || got.Reference != "Bank 77" {
		t.Fatalf("settled %+v, %v", got, err)
	}
	if _, err := settling.Settle(t.Context(), d, deps, pay); !fault.Is(err, "month_settled") {
		t.Errorf("a second time: %v", err)
	}
	kept, err := partners.SettlementOf(t.Context(), d, tea.ID, feb)
	if err != nil || kept == nil || kept.Amount != 600 || kept.SettledBy != dora.Staff {
		t.Errorf("kept %+v, %v", kept, err)
	}
	if none, err := partners.SettlementOf(t.Context(), d, kino.ID, feb); err != nil || none != nil {
		t.Errorf("another partner's: %+v, %v", none, err)
	}
}

func TestAMonthIsSettledOnlyWhenItStandsStill(t *testing.T) {
	d, deps := club(t)
	pay := settling.Payment{By: dora, Partner: tea.ID, Month: feb, PaidOn: day("2026-02-28"), Reference: "x"}
	for _, c := range []struct {
		now  time.Time
		want string
	}{
		{day("2026-02-28").Add(22 * time.Hour), "month_open"},
		{day("2026-02-28").Add(23*time.Hour + 9*time.Minute), "month_open"},
		{day("2026-02-28").Add(23*time.Hour + 10*time.Minute), ""},
	} {
		testdb.At(t, d, c.now)
		if _, err := settling.Settle(t.Context(), d, deps, pay); (c.want == "") != (err == nil) || (c.want != "" && !fault.Is(err, c.want)) {
			t.Errorf("at %s: %v", c.now, err)
		}
	}
	bad := pay
	bad.Month, bad.Reference, bad.PaidOn = day("2026-01-01"), " ", day("2026-03-02")
	if _, err := settling.Settle(t.Context(), d, deps, bad); len(fault.Of(err).Fields) != 2 {
		t.Errorf("a payment of tomorrow without a reference: %v", err)
	}
	bad = pay
	bad.Partner, bad.Month = ids.Partner{9}, day("2026-01-01")
	if _, err := settling.Settle(t.Context(), d, deps, bad); fault.KindOf(err) != fault.NotFound {
		t.Errorf("nobody: %v", err)
	}
}

// gift has somebody give 100 points, worth 1 euro, which the shop doubles.
func gift(t *testing.T, d *db.DB, n byte, at time.Time) {
	t.Helper()
	gave := donations.Donation{MemberID: ids.Member{n}, ID: ids.Donation{n}, CauseID: sea, Points: 100, Amount: 100, Matched: 100,
		EntrySeq: 1, GivenAt: at, GivenOn: at.Truncate(24 * time.Hour)}
	err := db.InTx(t.Context(), d, func(tx *db.Tx) error { return tx.Apply(t.Context(), donations.Insert(gave)) })
	if err != nil {
		t.Fatal(err)
	}
}

func TestGiftsAreOwedUntilTheirPayoutIsRecordedOnce(t *testing.T) {
	d, deps := club(t)
	now := d.Time()
	gift(t, d, 1, now.Add(-48*time.Hour))
	gift(t, d, 2, now.Add(-24*time.Hour-time.Second))
	gift(t, d, 3, now.Add(-time.Hour))
	before, err := donations.UnpaidByCause(t.Context(), d)
	if err != nil || before[sea].Due != 400 || before[sea].Fresh != 200 || before[sea].Gifts != 2 {
		t.Fatalf("waiting: %+v, %v", before, err)
	}
	cmd := settling.Payout{By: dora, Cause: sea, PaidOn: day("2026-03-10"), Proof: "Receipt 12", Did: "Two beaches"}
	var paid atomic.Int64
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			switch got, err := settling.PayOut(t.Context(), d, deps, cmd); {
			case err == nil && got.Paid() == 400 && got.Points == 200 && got.Gifts == 2:
				paid.Add(1)
			case !fault.Is(err, "nothing_to_pay"):
				t.Errorf("paid %+v, %v", got, err)
			}
		})
	}
	wait.Wait()
	after, err := donations.UnpaidByCause(t.Context(), d)
	if err != nil || paid.Load() != 1 || after[sea].Due != 0 || after[sea].Fresh != 200 {
		t.Errorf("%d payouts were recorded, waiting: %+v, %v", paid.Load(), after, err)
	}
	list, err := causes.Payouts(t.Context(), d, sea, ids.Payout{})
	if err != nil || len(list) != 1 || list[0].Proof != "Receipt 12" {
		t.Fatalf("the payouts are %+v, %v", list, err)
	}
	if err := settling.Tell(t.Context(), d, settling.Telling{By: dora, Payout: list[0].ID, Proof: "Receipt 13"}); err != nil {
		t.Error(err)
	}
	if err := settling.Tell(t.Context(), d, settling.Telling{By: dora, Payout: ids.Payout{9}, Proof: "x"}); fault.KindOf(err) != fault.NotFound {
		t.Errorf("no payout: %v", err)
	}
	if list, err = causes.Payouts(t.Context(), d, ids.Cause{}, ids.Payout{}); err != nil || list[0].Proof != "Receipt 13" || list[0].Amount != 200 {
		t.Errorf("corrected: %+v, %v", list, err)
	}
}

func TestEachBadFieldOfAPayoutIsNamed(t *testing.T) {
	d, deps := club(t)
	for field, cmd := range map[string]settling.Payout{
		"proof":   {By: dora, Cause: sea, PaidOn: day("2026-03-10"), Proof: " "},
		"paid_on": {By: dora, Cause: sea, PaidOn: day("2026-03-11"), Proof: "x"},
	} {
		_, err := settling.PayOut(t.Context(), d, deps, cmd)
		if _, named := fault.Of(err).Fields[field]; !named {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestAPartnerAsksAndTheShopDecides(t *testing.T) {
	d, deps := club(t)
	ask := func(q partners.Request) (ids.OfferRequest, error) {
		return settling.Ask(t.Context(), d, settling.Asking{By: tove, Request: q})
	}
	pause := partners.Request{PartnerID: tea.ID, Kind: partners.PauseOffer, RewardID: pot, Note: "The kettle broke"}
	id, err := ask(pause)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ask(pause); !fault.Is(err, "request_waits") {
		t.Errorf("twice: %v", err)
	}
	theirs := pause
	theirs.PartnerID = kino.ID
	if _, err := ask(theirs); fault.KindOf(err) != fault.NotFound {
		t.Errorf("another partner's offer: %v", err)
	}
	decide := settling.Decision{By: dora, Partner: tea.ID, Request: id, IsGranted: true}
	wrong := decide
	wrong.Partner = kino.ID
	if _, err := settling.Decide(t.Context(), d, deps, wrong); fault.KindOf(err) != fault.NotFound {
		t.Errorf("on another partner's page: %v", err)
	}
	if _, err := settling.Decide(t.Context(), d, deps, decide); err != nil {
		t.Fatal(err)
	}
	if offer, err := catalogue.Find(t.Context(), d, pot); err != nil || offer.State != catalogue.Paused {
		t.Errorf("the offer is %s, %v", offer.State, err)
	}
	if _, err := settling.Decide(t.Context(), d, deps, decide); !fault.Is(err, "request_decided") {
		t.Errorf("decided again: %v", err)
	}
	if _, err := ask(pause); !fault.Is(err, "nothing_to_change") {
		t.Errorf("paused again: %v", err)
	}
}

func TestAnApprovedNewOfferIsADraftInTheShopsWords(t *testing.T) {
	d, deps := club(t)
	id, err := settling.Ask(t.Context(), d, settling.Asking{By: tove, Request: partners.Request{PartnerID: tea.ID, Kind: partners.NewOffer,
		Name: "Scone", HandOver: "One scone", Worth: 450, Pays: 200}})
	if err != nil {
		t.Fatal(err)
	}
	if n, err := partners.CountWaiting(t.Context(), d); err != nil || n != 1 {
		t.Errorf("%d wait, %v", n, err)
	}
	reward, err := settling.Decide(t.Context(), d, deps, settling.Decision{By: dora, Partner: tea.ID, Request: id, IsGranted: true})
	if err != nil {
		t.Fatal(err)
	}
	got, err := catalogue.Show(t.Context(), d, reward, catalogue.Languages{Wanted: "en"})
	if err != nil || got.State != catalogue.Draft || got.Name != "Scone" || got.PartnerPays != 200 || got.PartnerID != tea.ID || got.Price <= 0 {
		t.Errorf("made %+v, %v", got, err)
	}
}

func TestARefusalSaysWhyAndAWithdrawnRequestIsOver(t *testing.T) {
	d, deps := club(t)
	for i, act := range []func(id ids.OfferRequest) error{
		func(id ids.OfferRequest) error {
			return settling.Withdraw(t.Context(), d, settling.Withdrawal{By: tove, Partner: tea.ID, Request: id})
		},
		func(id ids.OfferRequest) error {
			_, err := settling.Decide(t.Context(), d, deps, settling.Decision{By: dora, Partner: tea.ID, Request: id, Answer: "Too dear"})
			return err
		},
	} {
		id, err := settling.Ask(t.Context(), d, settling.Asking{By: tove, Request: partners.Request{PartnerID: tea.ID, Kind: partners.NewOffer, Name: "N" + strconv.Itoa(i)}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := settling.Decide(t.Context(), d, deps, settling.Decision{By: dora, Partner: tea.ID, Request: id}); fault.Of(err).Fields["answer"].Key != "required" {
			t.Errorf("refused without a word: %v", err)
		}
		if err := settling.Withdraw(t.Context(), d, settling.Withdrawal{By: tove, Partner: kino.ID, Request: id}); fault.KindOf(err) != fault.NotFound {
			t.Errorf("withdrawn by another partner: %v", err)
		}
		if err := act(id); err != nil {
			t.Error(err)
		}
		if err := act(id); !fault.Is(err, "request_decided") {
			t.Errorf("a second time: %v", err)
		}
	}
	if _, err := settling.Ask(t.Context(), d, settling.Asking{By: tove, Request: partners.Request{PartnerID: tea.ID, Kind: partners.NewOffer, Worth: -1}}); len(fault.Of(err).Fields) != 2 {
		t.Errorf("a bad request: %v", err)
	}
}
