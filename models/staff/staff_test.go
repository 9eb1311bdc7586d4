package staff_test

import (
	"context"
	"crypto/rand"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/staff"
)

const good = "seven grey herons by the quay"

func hire(t *testing.T, d *db.DB, h *staff.Hasher, email string) staff.Staff {
	t.Helper()
	hash, err := h.Hash(t.Context(), good)
	if err != nil {
		t.Fatal(err)
	}
	s := staff.Staff{Email: email, Name: "Dora", Role: staff.Owner, Language: "en", PasswordHash: hash, CreatedAt: d.Time()}
	err = db.InTx(t.Context(), d, func(tx *db.Tx) (err error) {
		if s.ID, err = db.ID[ids.Staff](tx); err != nil {
			return err
		}
		return tx.Apply(t.Context(), staff.Insert(s))
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestOnlyTheRightPasswordOfAnEnabledPersonSignsIn(t *testing.T) {
	d, h := testdb.Open(t), staff.NewHasher(2, rand.Reader)
	dora, gone := hire(t, d, h, "Dora@Shop.example"), hire(t, d, h, "gone@shop.example")
	if err := db.InTx(t.Context(), d, func(tx *db.Tx) error { return tx.Apply(t.Context(), staff.Disable(gone.ID, tx.Now)) }); err != nil {
		t.Fatal(err)
	}
	got, err := staff.CheckPassword(t.Context(), d, h, staff.Login{Email: " dora@shop.EXAMPLE", Password: good})
	if err != nil || got.ID != dora.ID {
		t.Errorf("signed in as %+v, %v", got, err)
	}
	for _, login := range []staff.Login{{"dora@shop.example", good + "!"}, {"dora@shop.example", ""}, {"gone@shop.example", good},
		{"nobody@shop.example", good}, {"", ""}, {"dora@shop.example", strings.Repeat("x", 100_000)}} {
		if _, err := staff.CheckPassword(t.Context(), d, h, login); !fault.Is(err, "signin_wrong") || fault.KindOf(err) != fault.Unauthenticated {
			t.Errorf("%q: %v", login.Email, err)
		}
	}
}

func TestAnUnknownAddressTakesAsLongAsAWrongPassword(t *testing.T) {
	d, h := testdb.Open(t), staff.NewHasher(1, rand.Reader)
	hire(t, d, h, "dora@shop.example")
	took := func(email string) time.Duration {
		best := time.Hour
		for range 5 {
			began := time.Now()
			_, _ = staff.CheckPassword(t.Context(), d, h, staff.Login{Email: email, Password: "wrong"})
			best = min(best, time.Since(began))
		}
		return best
	}
	known, unknown := took("dora@shop.example"), took("nobody@shop.example")
	if unknown < known/2 {
		t.Errorf("unknown took %v, known %v", unknown, known)
	}
}

func TestHashesAreSaltedAndCostly(t *testing.T) {
	h := staff.NewHasher(1, rand.Reader)
	one, err := h.Hash(t.Context(), good)
	if err != nil {
		t.Fatal(err)
	}
	two, err := h.Hash(t.Context(), good)
	if err != nil || one == two || !strings.HasPrefix(one, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("hashes %q and %q, %v", one, two, err)
	}
}

func TestAFullHasherGivesUpWithTheRequest(t *testing.T) {
	h := staff.NewHasher(1, rand.Reader)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var wait sync.WaitGroup
	var refused int
	var mu sync.Mutex
	for range 8 {
		wait.Go(func() {
			if _, err := h.Hash(ctx, good); fault.KindOf(err) == fault.Unavailable {
				mu.Lock()
				refused++
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	if refused == 0 {
		t.Error("nobody gave up waiting")
	}
}

func TestPasswordsThatAreGuessedAreRefusedAndOthersNot(t *testing.T) {
	for password, key := range map[string]string{
		"short": "password_short", "日本語": "password_short", strings.Repeat("x", 257): "password_long",
		"password123": "password_common", "PassWord123": "password_common", "aaaaaaaaaaaa": "password_common", "123456789": "password_common", "hgfedcba": "password_common",
		"havn2026": "password_common", "dora.havn1": "password_common", "Fealty!1": "password_common", "kaffebar99": "password_common",
		good: "", "correct horse battery": "", "日本語のパスワード": "", "tr0ub4dor&3x": "", "havn has the best coffee": "",
	} {
		err := staff.CheckNew(password, "Havn Kaffebar", "dora@shop.example")
		if (key == "") != (err == nil) || (key != "" && !fault.Is(err, key)) {
			t.Errorf("%q: %v, not %q", password, err, key)
		}
	}
}

func TestAOneTimeCodeWorksOnceAndOnlyInItsTime(t *testing.T) {
	d, h := testdb.Open(t), staff.NewHasher(1, rand.Reader)
	dora := hire(t, d, h, "dora@shop.example")
	box, err := staff.NewBox(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	secret, url, err := staff.NewTOTP(rand.Reader, "Havn", dora.Email)
	if err != nil || !strings.HasPrefix(url, "otpauth://totp/Havn:dora@shop.example?") {
		t.Fatalf("drew %q, %v", url, err)
	}
	code := func(at time.Time) string {
		c, err := totp.GenerateCode(secret, at)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	enrol := func(code string) error {
		return db.InTx(t.Context(), d, func(tx *db.Tx) error {
			return staff.EnrolTOTP(t.Context(), tx, box, staff.Enrolment{ID: dora.ID, Secret: secret, Code: code})
		})
	}
	if err := enrol("000000x"); !fault.Is(err, "totp_wrong") {
		t.Errorf("a wrong first code: %v", err)
	}
	if err := enrol(code(d.Time())); err != nil {
		t.Fatal(err)
	}
	if err := enrol(code(d.Time())); !fault.Is(err, "totp_present") {
		t.Errorf("a second enrolment: %v", err)
	}
	refused := func(what, code string) {
		t.Helper()
		if err := staff.CheckTOTP(t.Context(), d, box, dora.ID, code); !fault.Is(err, "totp_wrong") {
			t.Errorf("%s: %v", what, err)
		}
	}
	refused("the code of the enrolment again", code(d.Time()))
	testdb.Forward(t, d, time.Minute)
	if err := staff.CheckTOTP(t.Context(), d, box, dora.ID, " "+code(d.Time())[:3]+" "+code(d.Time())[3:]); err != nil {
		t.Errorf("the right code: %v", err)
	}
	refused("the same code twice", code(d.Time()))
	refused("the code before it", code(d.Time().Add(-30*time.Second)))
	refused("an old code", code(d.Time().Add(-5*time.Minute)))
	refused("no code", "")
	kept, err := staff.Find(t.Context(), d, dora.ID)
	if err != nil || !kept.HasTOTP() || strings.Contains(string(kept.TOTPSecret), secret) {
		t.Errorf("the secret is kept as %q, %v", kept.TOTPSecret, err)
	}
}

func TestASealedSecretOpensOnlyForItsPersonAndKey(t *testing.T) {
	one, err := staff.NewBox(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	other, err := staff.NewBox([]byte(strings.Repeat("k", 32)))
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := one.Seal(rand.Reader, ids.Staff{1}, "secret")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := one.Open(ids.Staff{1}, sealed); err != nil || got != "secret" {
		t.Errorf("opened %q, %v", got, err)
	}
	if _, err := one.Open(ids.Staff{2}, sealed); err == nil {
		t.Error("it opens for somebody else")
	}
	if _, err := other.Open(ids.Staff{1}, sealed); err == nil {
		t.Error("it opens with another key")
	}
	if _, err := one.Open(ids.Staff{1}, []byte("x")); err == nil {
		t.Error("it opens from nothing")
	}
	if _, err := staff.NewBox([]byte("short")); err == nil {
		t.Error("a short key makes a box")
	}
}

func TestCounterRolesNeedNoSecondFactor(t *testing.T) {
	for _, role := range staff.Roles {
		if role.NeedsTOTP() == (role == staff.Clerk || role == staff.PartnerClerk) {
			t.Errorf("%s needs a second factor: %v", role, role.NeedsTOTP())
		}
		if !role.IsKnown() {
			t.Errorf("%s is unknown", role)
		}
	}
	if staff.Role("king").IsKnown() {
		t.Error("there is a king")
	}
}
