package e2e

import (
	"testing"

	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/members"
	"fealty/models/verifying"
)

// Alice takes her data along and deletes her account (acceptance 11): she is signed out, nobody finds her number, and the book's
// sums stand.
func TestAMemberTakesHerDataAlongAndGoes(t *testing.T) {
	for name, w := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			b := s.open(t, w)
			b.As(s.AsMember(s.Alice.ID))
			l := s.Deps.Views.Locales().Pick(b.language)
			sum := s.bookSum(t)
			b.Go("/me")
			b.Press(l.T("member.me.edit.data"))
			b.Sees(l.T("member.data.index.export_button"))
			if answer := s.AsMember(s.Alice.ID).Get("/me/data/export.zip"); answer.Status != 200 {
				t.Errorf("the export answers %d", answer.Status)
			}
			b.Press(l.T("member.data.index.erase_button"))
			b.Sees(l.T("member.data.new.lost"), l.Points(1200))
			b.PressOn(`label:has([name="sure"])`)
			b.Press(l.T("member.data.new.button"))
			b.Sees(l.T("member.data.new.done"))
			b.Go("/home")
			b.IsAt("/signin")
			if _, err := members.FindByNumber(t.Context(), s.Deps.DB, s.Alice.Number); fault.KindOf(err) != fault.NotFound {
				t.Errorf("the number is found: %v", err)
			}
			// All entries still stand, and one more books off what was left.
			if after := s.bookSum(t); after != sum-1200 {
				t.Errorf("the book summed to %d and sums to %d", sum, after)
			}
			if report, err := verifying.Run(t.Context(), s.Deps.DB); err != nil || report.Wrong != nil {
				t.Errorf("verify: %v %v", report.Wrong, err)
			}
		})
	}
}

func (s *site) bookSum(t *testing.T) (sum int64) {
	t.Helper()
	if err := testdb.Owner(t, s.Deps.DB).Get(&sum, `SELECT coalesce(sum(amount), 0) FROM entries WHERE wallet = 'points'`); err != nil {
		t.Fatal(err)
	}
	return sum
}
