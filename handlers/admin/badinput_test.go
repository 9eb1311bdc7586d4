package admin_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/url"
	"testing"

	"fealty/handlers/apptest"
	"fealty/models/db/testdb"
)

// rowsOf is a digest of what a form of the office could have written; limits are counted apart.
func rowsOf(t *testing.T, w *apptest.World) (rows string) {
	t.Helper()
	err := testdb.Owner(t, w.Deps.DB).Get(&rows, `SELECT concat_ws(' ', (SELECT sum(hashtextextended(cast(t AS text), 0)) FROM rewards t),
		(SELECT sum(hashtextextended(cast(t AS text), 0)) FROM reward_texts t), (SELECT sum(hashtextextended(cast(t AS text), 0)) FROM reward_stock t),
		(SELECT sum(hashtextextended(cast(t AS text), 0)) FROM causes t), (SELECT sum(hashtextextended(cast(t AS text), 0)) FROM cause_texts t),
		(SELECT sum(hashtextextended(cast(t AS text), 0)) FROM partners t), (SELECT sum(hashtextextended(cast(t AS text), 0)) FROM staff t),
		(SELECT sum(hashtextextended(cast(t AS text), 0)) FROM members t), (SELECT count(*) FROM field_definitions), (SELECT count(*) FROM member_contacts),
		(SELECT count(*) FROM entries), (SELECT count(*) FROM audit), (SELECT count(*) FROM sessions))`)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// T9 for the office's forms: over a thousand inputs, each with one field that can't be good whatever the other holds.
func TestBadInputIsRefusedAndWritesNothing(t *testing.T) {
	w, c := office(t)
	reward, cause := cortado("kind", "nope"), url.Values{"state": {"nope"}, "art": {"cup"}, "texts.en.name": {"Kept"}}
	forms := []struct {
		path string
		also url.Values
	}{
		{"/admin/rewards", reward}, {"/admin/rewards/" + w.Cake.String(), reward},
		{"/admin/causes", cause}, {"/admin/causes/" + w.Forest.String(), cause},
		{"/admin/partners", url.Values{"state": {"nope"}, "name": {"Kept"}, "about": {""}, "email": {""}}},
		{"/admin/partners/" + w.TeaHouse.ID.String(), url.Values{"state": {"nope"}, "name": {"Kept"}, "about": {""}, "email": {""}}},
		{"/admin/partners/" + w.TeaHouse.ID.String() + "/invitations", url.Values{"staff_email": {"nope"}, "staff_name": {"Kept"}, "role": {"partner_clerk"}, "language": {"en"}}},
		{"/admin/members/" + w.Alice.ID.String() + "/adjustments", url.Values{"points": {"0"}, "reason": {""}, "take": {""}, "key": {apptest.FormKey("bad")}}},
		{"/admin/members/" + w.Alice.ID.String(), url.Values{"language": {"nope"}, "first_name": {"Kept"}, "birthday": {""}, "contact": {""}, "field.cat": {"x"}}},
		{"/admin/members/" + w.Alice.ID.String() + "/merges", url.Values{"into": {"nope"}, "reason": {"Kept"}, "key": {apptest.FormKey("bad")}}},
		{"/admin/members/" + w.Alice.ID.String() + "/erasures", url.Values{"why": {"nope"}, "sure": {"on"}}},
		{"/admin/fields", url.Values{"field_key": {"No Key"}, "kind": {"nope"}, "access": {"staff"}, "position": {"0"}, "label.en": {"Kept"}, "choices.en": {"a"}}},
	}
	// The field that is wrong already is not the one to fill.
	wrong := map[string]bool{"kind": true, "state": true, "staff_email": true, "points": true, "language": true, "into": true, "why": true, "field_key": true}
	random := rand.New(rand.NewPCG(1, 2))
	before, tried := rowsOf(t, w), 0
	for i, f := range forms {
		fields := []string{"stranger"}
		for field := range f.also {
			if !wrong[field] {
				fields = append(fields, field)
			}
		}
		for _, field := range fields {
			for _, value := range apptest.BadValues(random) {
				if i%2 == 1 && random.IntN(2) == 0 {
					continue // the same fields as in the form before
				}
				form := maps.Clone(f.also)
				form[field] = []string{value}
				if random.IntN(8) == 0 {
					form[field] = append(form[field], value)
				}
				c.Refuses(f.path, form)
				tried++
			}
		}
	}
	if after := rowsOf(t, w); after != before {
		t.Errorf("%s became %s", before, after)
	}
	t.Logf("%d inputs", tried)
}

func TestOddAddressesOfTheOfficeBreakNothing(t *testing.T) {
	_, c := office(t)
	random := rand.New(rand.NewPCG(3, 4))
	for _, path := range []string{"/admin/rewards?show=%s", "/admin/rewards?q=%s", "/admin/rewards?after=%s", "/admin/members?q=%s", "/admin/members?after=%s",
		"/admin/outbox?after=%s", "/admin/log?after=%s", "/admin/partners?after=%s", "/admin/signin?next=%s", "/admin/members/%s", "/admin/rewards/%s/edit",
		"/admin/outbox/%s", "/admin/partners/%s", "/admin/causes/%s/edit", "/admin/password/%s/x"} {
		for _, value := range apptest.BadValues(random) {
			if len(value) > 1000 {
				continue // the server refuses such a long address before us
			}
			if got := c.Get(fmt.Sprintf(path, url.QueryEscape(value))); got.Status >= 500 {
				t.Errorf("%s with %.40q: %d", path, value, got.Status)
			}
		}
	}
}
