package causes_test

import (
	"context"
	"errors"
	"testing"

	"fealty/models/causes"
	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/ids"
)

func TestMembersSeeOpenCausesInTheirLanguageOrTheMainOne(t *testing.T) {
	d := testdb.Open(t)
	coast := causes.Cause{ID: ids.Cause{1}, State: causes.Live, Art: "coast", Goal: 5_000_000, MatchPercent: 100, Position: 2}
	books := causes.Cause{ID: ids.Cause{2}, State: causes.Live, Art: "book", Position: 1}
	gone := causes.Cause{ID: ids.Cause{3}, State: causes.Archived, Art: "food"}
	err := db.InTx(t.Context(), d, func(tx *db.Tx) error {
		ctx := context.Background()
		for _, c := range []causes.Cause{coast, books, gone} {
			if err := causes.Save(ctx, tx, c, []causes.Text{{Language: "en", Name: "English"}, {Language: "nb", Name: "Norsk"}}); err != nil {
				return err
			}
		}
		return causes.Save(ctx, tx, coast, []causes.Text{{Language: "nb", Name: "Ren kyst"}, {Language: "pl", Name: "Czyste wybrzeże"}})
	})
	if err != nil {
		t.Fatal(err)
	}
	lang := causes.Languages{Wanted: "pl", Main: "nb"}
	open, err := causes.Open(t.Context(), d, lang)
	if err != nil || len(open) != 2 || open[0].Name != "Norsk" || open[0].Language != "nb" || open[1].Name != "Czyste wybrzeże" {
		t.Errorf("members see %+v, %v", open, err)
	}
	if all, err := causes.All(t.Context(), d, lang); err != nil || len(all) != 3 || all[2].ID != gone.ID {
		t.Errorf("staff see %+v, %v", all, err)
	}
	if texts, err := causes.Texts(t.Context(), d, coast.ID); err != nil || len(texts) != 2 {
		t.Errorf("saving again left %+v, %v", texts, err)
	}
	if _, err := causes.Show(t.Context(), d, ids.Cause{9}, lang); fault.KindOf(err) != fault.NotFound {
		t.Errorf("an unknown one: %v", err)
	}
}

func TestACauseNeedsItsNameInTheMainLanguage(t *testing.T) {
	c := causes.Cause{State: causes.Live, Art: "coast", MatchPercent: 1001, Goal: -1}
	var f *fault.Error
	if !errors.As(causes.Check(c, []causes.Text{{Language: "pl", Name: "Kawa"}}, "nb"), &f) {
		t.Fatal("it passed")
	}
	for _, field := range []string{"texts.nb.name", "match_percent", "goal"} {
		if _, wrong := f.Fields[field]; !wrong {
			t.Errorf("%s is not named in %v", field, f)
		}
	}
}
