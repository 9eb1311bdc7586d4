package api_test

import (
	"strings"
	"testing"

	"fealty/handlers/apptest"
	"fealty/models/adjusting"
	"fealty/models/fields"
)

func TestMembersCarryTheShopsOwnFields(t *testing.T) {
	w := open(t)
	for _, def := range []fields.Definition{
		{Key: "dog", Kind: fields.YesNo, Access: fields.Edited, Texts: []fields.Name{{Language: "en", Label: "Dog"}}},
		{Key: "shoe", Kind: fields.Number, Access: fields.ForStaff, Texts: []fields.Name{{Language: "en", Label: "Shoe size"}}},
	} {
		if err := adjusting.SaveField(t.Context(), w.Deps.DB, adjusting.Who{}, def, true); err != nil {
			t.Fatal(err)
		}
	}
	post := func(body string) apptest.Answer {
		return w.Anonymous().Send("POST", "/api/v1/members", body, "Authorization", "Bearer "+w.key, "Content-Type", "application/json")
	}
	for body, want := range map[string]string{
		`{"email":"f@example.com","fields":{"cat":"x"}}`:   `fields.cat`,
		`{"email":"f@example.com","fields":{"dog":"big"}}`: `fields.dog`,
	} {
		if a := post(body); a.Status != 422 || !strings.Contains(a.Body, want) {
			t.Errorf("%s: %d %s", body, a.Status, a.Body)
		}
	}
	a := post(`{"email":"f@example.com","fields":{"dog":"yes","shoe":"42,5"}}`)
	if a.Status != 201 || !strings.Contains(a.Body, `"dog":"yes"`) || !strings.Contains(a.Body, `"shoe":"42.5"`) {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	c := w.AsMember(w.Charlie.ID)
	if page := c.Get("/me"); page.Status != 200 || !page.Has("Dog", "/me/data") || page.Has("Shoe size") {
		t.Errorf("/me: %d %s", page.Status, page.Body)
	}
	if a := c.Post("/me/fields", map[string][]string{"field.dog": {"no"}}); a.Status != 303 {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	if a := c.Post("/me/fields", map[string][]string{"field.shoe": {"42"}}); a.Status != 422 {
		t.Errorf("a field of staff's: %d", a.Status)
	}
	values, err := fields.Values(t.Context(), w.Deps.DB, w.Charlie.ID)
	if err != nil || values["dog"] != "no" || values["shoe"] != "" {
		t.Errorf("%v %v", values, err)
	}
}
