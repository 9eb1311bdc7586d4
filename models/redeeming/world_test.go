package redeeming_test

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/money"
	"fealty/models/partners"
	"fealty/models/programme"
	"fealty/models/redeeming"
	"fealty/models/staff"
	"fealty/models/tiers"
	"fealty/models/vouchers"
)

// world is a club with Alice (gold), the partners Tea House and Fjordkino with
// their people, and rewards.
type world struct {
	*testing.T
	d          *db.DB
	deps       redeeming.Deps
	alice      ids.Member
	tea, kino  redeeming.Who
	shop       redeeming.Who
	keys       int
	nextReward byte
}

// today is the day at which the tests' clock stands.
var today = time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC)

var club = programme.Default(programme.Settings{Currency: "NOK", ClubName: "Havn Club", Languages: []string{"nb", "pl"}})

func secret(text string) []byte {
	sum := sha256.Sum256([]byte(text))
	return sum[:]
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, d: testdb.Open(t)}
	w.deps = redeeming.Deps{Programme: &programme.Cache{}, Keys: vouchers.Keyring{Lookup: secret("lookup"), Box: secret("box")}}
	document, err := json.Marshal(club)
	if err != nil {
		t.Fatal(err)
	}
	w.in(func(ctx context.Context, tx *db.Tx) error {
		return tx.Apply(ctx, programme.Insert(programme.Published{Number: 1, StartsAt: tx.Now, PublishedAt: tx.Now, By: "test"}, document))
	})
	w.alice = w.member("Alice Haddad", "gold", 1200)
	w.tea, w.kino = w.partner("Tea House"), w.partner("Fjordkino")
	w.shop = w.person(staff.Clerk, ids.Partner{})
	return w
}

func (w *world) in(fn func(ctx context.Context, tx *db.Tx) error) {
	w.Helper()
	if err := db.InTx(w.Context(), w.d, func(tx *db.Tx) error { return fn(w.Context(), tx) }); err != nil {
		w.Fatal(err)
	}
}

// member makes one with points in two lots, the first of which ends in a month.
func (w *world) member(name, tier string, points money.Points) ids.Member {
	w.Helper()
	var id ids.Member
	w.in(func(ctx context.Context, tx *db.Tx) (err error) {
		if id, err = db.ID[ids.Member](tx); err != nil {
			return err
		}
		minted, err := members.Mint(ctx, tx, 1)
		if err != nil {
			return err
		}
		m := members.Member{ID: id, Number: minted[0].Number, InviteCode: minted[0].InviteCode, FirstName: name, Language: "nb",
			State: members.Active, JoinedVia: members.ViaPortal, JoinedAt: tx.Now, JoinedOn: today}
		contact := members.Contact{Kind: members.Email, Value: minted[0].Number + "@example.com", MemberID: id, VerifiedAt: &tx.Now, AddedAt: tx.Now}
		err = tx.Apply(ctx, members.Insert(m), members.InsertContact(contact),
			tiers.Save(tiers.Standing{MemberID: id, Tier: tier, Since: today}), ledger.Open(id))
		if err != nil || points == 0 {
			return err
		}
		held, err := ledger.Lock(ctx, tx, id)
		if err != nil {
			return err
		}
		soon := today.AddDate(0, 1, 0)
		_, err = ledger.Post(ctx, tx, held, award(id, points/4, &soon), award(id, points-points/4, nil))
		return err
	})
	return id
}

func award(id ids.Member, points money.Points, until *time.Time) ledger.Posting {
	return ledger.Posting{Member: id, Wallet: ledger.Points, Kind: ledger.Opening, Amount: points, Source: "test", Version: 1,
		Terms: &ledger.Terms{AvailableOn: today, ExpiresOn: until}, Actor: ledger.Actor{Kind: ledger.BySystem}, HappenedOn: today}
}

func (w *world) partner(name string) redeeming.Who {
	w.Helper()
	var id ids.Partner
	w.in(func(ctx context.Context, tx *db.Tx) (err error) {
		if id, err = db.ID[ids.Partner](tx); err != nil {
			return err
		}
		return partners.Insert(ctx, tx, partners.Partner{ID: id, Name: name, State: partners.Active, CreatedAt: tx.Now})
	})
	return w.person(staff.PartnerClerk, id)
}

func (w *world) person(role staff.Role, partner ids.Partner) redeeming.Who {
	w.Helper()
	var id ids.Staff
	w.in(func(_ context.Context, tx *db.Tx) (err error) {
		id, err = db.ID[ids.Staff](tx)
		return err
	})
	return redeeming.Who{Staff: id, Role: string(role), Partner: partner, Address: "192.0.2.0"}
}

// reward makes one of 600 points, changed as a test likes; stock nil is as many
// as are wanted.
func (w *world) reward(stock *int64, change func(*catalogue.Reward)) catalogue.Reward {
	w.Helper()
	w.nextReward++
	r := catalogue.Reward{ID: ids.Reward{w.nextReward}, Kind: catalogue.Product, State: catalogue.Live, Price: 600, Worth: 4900,
		Cost: 1200, ValidDays: 30, Places: catalogue.Everywhere, Art: "cup"}
	if change != nil {
		change(&r)
	}
	w.in(func(ctx context.Context, tx *db.Tx) error {
		texts := []catalogue.Text{{Language: "nb", Name: "Flat white", HandOver: "En flat white"}}
		if err := catalogue.Save(ctx, tx, r, texts); err != nil {
			return err
		}
		return catalogue.SetStock(ctx, tx, r.ID, stock, 0)
	})
	return r
}

func (w *world) key() string {
	w.keys++
	return "key " + strconv.Itoa(w.keys)
}

func (w *world) redeem(member ids.Member, r catalogue.Reward) redeeming.Receipt {
	w.Helper()
	got, err := redeeming.Redeem(w.Context(), w.d, w.deps, redeeming.Redemption{Member: member, Reward: r.ID, Key: w.key()})
	if err != nil {
		w.Fatal(err)
	}
	return got
}

// code shows a voucher's code as its member would see it.
func (w *world) code(member ids.Member, id ids.Voucher) string {
	w.Helper()
	v, err := vouchers.Find(w.Context(), w.d, member, id)
	if err != nil {
		w.Fatal(err)
	}
	code, err := w.deps.Keys.Open(v)
	if err != nil {
		w.Fatal(err)
	}
	return code.String()
}

func (w *world) spendable(member ids.Member) money.Points {
	w.Helper()
	totals, err := ledger.Balances(w.Context(), w.d, member, today)
	if err != nil {
		w.Fatal(err)
	}
	return totals.Spendable
}

// adds checks the law of the book for everybody: balance = sum of entries = what
// remains in lots; and that of the stock: put in − remaining = out.
func (w *world) adds() {
	w.Helper()
	for what, query := range map[string]string{
		"balance = sum of entries = lots": `SELECT count(*) FROM wallets w WHERE wallet <> 'debt' AND (
			balance <> (SELECT coalesce(sum(amount), 0) FROM entries e WHERE e.member_id = w.member_id AND e.wallet = w.wallet) OR
			balance <> (SELECT coalesce(sum(remaining), 0) FROM lots l WHERE l.member_id = w.member_id AND l.wallet = w.wallet))`,
		"put in − remaining = vouchers out": `SELECT count(*) FROM reward_stock s WHERE put_in - remaining <>
			(SELECT count(*) FROM vouchers v WHERE v.reward_id = s.reward_id AND v.state NOT IN ('returned', 'cancelled'))`,
		"a voucher for each redemption": `SELECT abs((SELECT count(*) FROM entries WHERE kind = 'redemption') - (SELECT count(*) FROM vouchers WHERE shared_id IS NULL))`,
	} {
		var wrong int
		if err := w.d.Get(w.Context(), &wrong, query); err != nil || wrong != 0 {
			w.Errorf("%s: %d wrong, %v", what, wrong, err)
		}
	}
}

// atOnce says how many callers and rounds a race has; FULL in the environment
// makes it a torture.
func atOnce() (callers, rounds int) {
	if os.Getenv("FULL") != "" {
		return 500, 20
	}
	return 50, 3
}

func number[N any](n N) *N { return &n }

func named(format string, args ...any) string { return fmt.Sprintf(format, args...) }
