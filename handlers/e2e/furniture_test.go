package e2e

import (
	"testing"

	"fealty/handlers/apptest"
	"fealty/models/adjusting"
	"fealty/models/db"
	"fealty/models/enrolling"
	"fealty/models/giving"
	"fealty/models/ids"
	"fealty/models/messages"
	"fealty/models/redeeming"
)

// furnish lets one of each thing happen: Alice is given points and takes vouchers, one of which is used; she gives, and takes a
// gift back; a code is asked for; a message can't be delivered; and two of the staff have their second step.
func (s *site) furnish(t *testing.T) (f furniture) {
	t.Helper()
	who := adjusting.Who{Staff: s.Dora.ID, Role: string(s.Dora.Role)}
	adjustment := adjusting.Adjustment{By: who, Member: s.Alice.ID, Points: 2000, Reason: "Receipt 4711 was not scanned", Key: apptest.FormKey("adjust")}
	if _, err := adjusting.Adjust(t.Context(), s.Deps.DB, adjusting.Deps{Programme: s.Deps.Programme}, adjustment); err != nil {
		t.Fatal(err)
	}
	f.cake, _ = s.voucher(t, s.Cake, "cake")
	_, f.potCode = s.voucher(t, s.Pot, "pot")
	var code string
	f.used, code = s.voucher(t, s.Pot, "used pot")
	f.use = s.use(t, code)
	f.gift, f.undone = s.gift(t, "kept"), s.gift(t, "undone")
	back := giving.TakingBack{Member: s.Alice.ID, Donation: f.undone, Key: apptest.FormKey("take back")}
	if _, err := giving.Undo(t.Context(), s.Deps.DB, giving.Deps{Programme: s.Deps.Programme}, back); err != nil {
		t.Fatal(err)
	}
	s.askForCodes(t, &f)
	f.dead = s.deadMessage(t)
	s.enrol(t, s.Manager)
	s.enrol(t, s.TeaHouseManager)
	return f
}

// use lets the Tea House honour a voucher.
func (s *site) use(t *testing.T, code string) ids.Use {
	t.Helper()
	by := redeeming.Who{Staff: s.TeaHouseManager.ID, Role: string(s.TeaHouseManager.Role), Partner: s.TeaHouse.ID}
	using := redeeming.Using{Key: apptest.FormKey("use"), Place: "Tea House", Question: redeeming.Question{Code: code, By: by, Language: "en"}}
	used, err := redeeming.Use(t.Context(), s.Deps.DB, redeeming.Deps{Programme: s.Deps.Programme, Keys: s.Deps.Keyring}, using)
	if err != nil {
		t.Fatal(err)
	}
	return used.Use
}

// gift is one of Alice's to the forest.
func (s *site) gift(t *testing.T, key string) ids.Donation {
	t.Helper()
	gift := giving.Gift{Member: s.Alice.ID, Cause: s.Forest, Points: 100, Key: apptest.FormKey(key)}
	receipt, err := giving.Donate(t.Context(), s.Deps.DB, giving.Deps{Programme: s.Deps.Programme}, gift)
	if err != nil {
		t.Fatal(err)
	}
	return receipt.Donation
}

// askForCodes lets Bob ask for a code to sign in, and Alice for one that proves a new address.
func (s *site) askForCodes(t *testing.T, f *furniture) {
	t.Helper()
	deps := enrolling.Deps{Programme: s.Deps.Programme, Keys: s.Deps.Keyring, CodeKey: s.Deps.CodeKey}
	asked, err := enrolling.RequestCode(t.Context(), s.Deps.DB, deps, enrolling.Ask{Contact: "bob@example.com", Language: "en"})
	if err != nil {
		t.Fatal(err)
	}
	adding, err := enrolling.RequestContact(t.Context(), s.Deps.DB, deps, enrolling.Adding{Member: s.Alice, Contact: "alice@work.example"})
	if err != nil {
		t.Fatal(err)
	}
	f.asked, f.adding = asked.ID, adding.ID
	f.link, _ = s.sent(t, "bob@example.com")["link"].(string)
}

// deadMessage is one that was refused for good.
func (s *site) deadMessage(t *testing.T) ids.Message {
	t.Helper()
	dead := messages.Message{ID: messages.ID("welcome", "x", "alice@example.com"), MemberID: s.Alice.ID, Channel: messages.Email, Recipient: "alice@example.com",
		Template: messages.Welcome, Language: "en", Params: messages.Params{"points": 100}, CreatedAt: s.Deps.DB.Time()}
	if err := db.InTx(t.Context(), s.Deps.DB, func(tx *db.Tx) error {
		if err := tx.Apply(t.Context(), messages.Insert(dead)); err != nil {
			return err
		}
		claimed, err := messages.ClaimDue(t.Context(), tx, 100, 1)
		for _, m := range claimed {
			if err == nil {
				err = tx.Apply(t.Context(), messages.MarkDead(m, "550 no such user", tx.Now))
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return dead.ID
}
