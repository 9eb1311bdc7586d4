package apptest

import (
	"context"
	"crypto/rand"
	"fmt"
	"sync"

	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/partners"
	"fealty/models/staff"
)

// passwordHash is worked out once per test process, since a good hash is slow.
var passwordHash = sync.OnceValues(func() (string, error) {
	return staff.NewHasher(1, rand.Reader).Hash(context.Background(), Password)
})

func (w *World) hireAll() {
	w.Helper()
	w.Dora = w.Hire("Dora", staff.Owner, ids.Partner{})
	w.Manager = w.Hire("Mette", staff.Manager, ids.Partner{})
	w.Clerk = w.Hire("Klaus", staff.Clerk, ids.Partner{})
	w.Marketing = w.Hire("Maja", staff.Marketing, ids.Partner{})
	w.Accountant = w.Hire("Arne", staff.Accountant, ids.Partner{})
	w.TeaHouse, w.Fjordkino = w.partner("Tea House"), w.partner("Fjordkino")
	w.TeaHouseManager = w.Hire("Tove", staff.PartnerManager, w.TeaHouse.ID)
	w.TeaHouseClerk = w.Hire("Timo", staff.PartnerClerk, w.TeaHouse.ID)
	w.FjordkinoManager = w.Hire("Frida", staff.PartnerManager, w.Fjordkino.ID)
	w.FjordkinoClerk = w.Hire("Finn", staff.PartnerClerk, w.Fjordkino.ID)
}

// Hire adds one of the staff, of the shop or of a partner; their address is
// name@shop.example.
func (w *World) Hire(name string, role staff.Role, partner ids.Partner) staff.Staff {
	w.Helper()
	return w.HireAs(staff.Staff{Email: name + "@shop.example", Name: name, Role: role, PartnerID: partner})
}

// HireAs adds one of the staff as they are described.
func (w *World) HireAs(s staff.Staff) staff.Staff {
	w.Helper()
	hash, err := passwordHash()
	if err != nil {
		w.Fatal(err)
	}
	s.Email, s.Language, s.PasswordHash = staff.CleanEmail(s.Email), "en", hash
	w.write(func(tx *db.Tx) (err error) {
		if s.ID, err = db.ID[ids.Staff](tx); err != nil {
			return err
		}
		s.CreatedAt = tx.Now
		return tx.Apply(w.Context(), staff.Insert(s))
	})
	return s
}

func (w *World) partner(name string) partners.Partner {
	w.Helper()
	p := partners.Partner{Name: name, About: fmt.Sprintf("%s, round the corner.", name), State: partners.Active}
	w.write(func(tx *db.Tx) (err error) {
		if p.ID, err = db.ID[ids.Partner](tx); err != nil {
			return err
		}
		p.CreatedAt = tx.Now
		return partners.Insert(w.Context(), tx, p)
	})
	return p
}
