package partners_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/partners"
)

func TestPartnersAreListedByKeyAndArchivedOnesCantBeChosen(t *testing.T) {
	d := testdb.Open(t)
	err := db.InTx(t.Context(), d, func(tx *db.Tx) error {
		ctx := context.Background()
		for i, name := range []string{"Tea House", "Fjordkino", "Old Mill"} {
			p := partners.Partner{ID: ids.Partner{byte(i + 1)}, Name: name, State: partners.Active, CreatedAt: tx.Now}
			if err := partners.Insert(ctx, tx, p); err != nil {
				return err
			}
		}
		return partners.Update(ctx, tx, partners.Partner{ID: ids.Partner{3}, Name: "Old Mill", State: partners.Archived})
	})
	if err != nil {
		t.Fatal(err)
	}
	choices, err := partners.Choices(t.Context(), d)
	if err != nil || len(choices) != 2 || choices[0].Name != "Fjordkino" {
		t.Errorf("the choices are %+v, %v", choices, err)
	}
	page, err := partners.List(t.Context(), d, ids.Partner{3})
	if err != nil || len(page) != 2 || page[0].ID != (ids.Partner{2}) {
		t.Errorf("the page after the newest is %+v, %v", page, err)
	}
	err = db.InTx(t.Context(), d, func(tx *db.Tx) error {
		return partners.Update(t.Context(), tx, partners.Partner{ID: ids.Partner{9}, Name: "Nobody", State: partners.Active})
	})
	if fault.KindOf(err) != fault.NotFound {
		t.Errorf("an unknown one: %v", err)
	}
}

func TestEachBadFieldOfAPartnerIsNamed(t *testing.T) {
	var f *fault.Error
	bad := partners.Partner{Name: " ", About: strings.Repeat("ł", 501), Email: "nobody", State: "closed"}
	if !errors.As(partners.Check(bad), &f) || len(f.Fields) != 4 {
		t.Errorf("answered %v", f)
	}
	if err := partners.Check(partners.Partner{Name: strings.Repeat("ł", 80), State: partners.Active}); err != nil {
		t.Errorf("a good one: %v", err)
	}
}
