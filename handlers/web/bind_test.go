package web

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"fealty/models/fault"
	"fealty/models/ids"
)

type sampleForm struct {
	Name    string     `form:"name,max=5"`
	News    bool       `form:"news"`
	Count   int64      `form:"count"`
	Tags    []string   `form:"tag"`
	Reward  ids.Reward `form:"reward"`
	Untaken string
}

func TestAGoodFormIsReadWhole(t *testing.T) {
	var f sampleForm
	err := bindValues(url.Values{"name": {"  Åse "}, "news": {"on"}, "count": {"1 240"}, "tag": {"a", "b"},
		"reward": {"01920000-0000-7000-8000-000000000001"}, "csrf": {"x"}, "key": {"y"}}, &f)
	if err != nil || f.Name != "Åse" || !f.News || f.Count != 1240 || strings.Join(f.Tags, "") != "ab" || f.Reward.IsZero() {
		t.Errorf("%+v %v", f, err)
	}
}

func TestABadFormIsRefusedByField(t *testing.T) {
	for _, c := range []struct {
		values url.Values
		key    string // of the fault, or of the one field
	}{
		{url.Values{"Untaken": {"x"}}, "form_unknown"},
		{url.Values{"is_admin": {"1"}}, "form_unknown"},
		{url.Values{"name": {"a", "b"}}, "form_twice"},
		{url.Values{"csrf": {"a", "b"}}, "form_twice"},
		{url.Values{"name": {"abcdef"}}, "field.long"},
		{url.Values{"name": {"a\x00b"}}, "field.text"},
		{url.Values{"name": {"a\xffb"}}, "field.text"},
		{url.Values{"name": {"a\x1bb"}}, "field.text"},
		{url.Values{"count": {"12.5"}}, "field.number"},
		{url.Values{"count": {"99999999999999999999"}}, "field.number"},
		{url.Values{"reward": {"7"}}, "field.choice"},
		{url.Values{"tag": {"ok", "a\x00"}}, "field.text"},
	} {
		var f sampleForm
		err := bindValues(c.values, &f)
		var e *fault.Error
		if !errors.As(err, &e) || e.Kind != fault.Invalid {
			t.Errorf("%v: %v", c.values, err)
			continue
		}
		key := e.Key
		for _, field := range e.Fields {
			key = field.Key
		}
		if key != c.key {
			t.Errorf("%v: %s, want %s", c.values, key, c.key)
		}
	}
}

type sampleBody struct {
	Reference string `json:"reference"`
	Lines     []struct {
		SKU string `json:"sku"`
	} `json:"lines"`
}

func TestBadJSONIsRefused(t *testing.T) {
	for body, key := range map[string]string{
		`{"reference":"a","lines":[{"sku":"x"}]}`: "",
		`{"reference":"a","Reference":"b"}`:       "json_twice",
		`{"lines":[{"sku":"a","sku":"b"}]}`:       "json_twice",
		`{"nope":1}`:                              "json_unknown",
		`{"lines":[{"nope":1}]}`:                  "json_unknown",
		`{"reference":7}`:                         "invalid",
		`{"reference":"a\u0000"}`:                 "json_unreadable",
		"{\"reference\":\"\xff\"}":                "json_unreadable",
		`{"reference":"a"} {}`:                    "json_unreadable",
		`{"reference":"a"`:                        "json_unreadable",
		``:                                        "json_unreadable",
		strings.Repeat("[", 50) + strings.Repeat("]", 50): "json_deep",
		`"` + strings.Repeat("x", jsonLimit) + `"`:        "too_large",
	} {
		var into sampleBody
		err := decodeJSON([]byte(body), &into)
		var e *fault.Error
		if (key == "") != (err == nil) || (key != "" && (!errors.As(err, &e) || e.Key != key)) {
			t.Errorf("%.60s: %v, want %s", body, err, key)
		}
	}
}

func TestBadJSONIsPlacedByAPointer(t *testing.T) {
	for body, want := range map[string]string{
		`{"nope":1}`: "#/nope",
		`{"lines":[{"sku":"a"},{"sku":"b","no/p~":1}]}`:       "#/lines/1/no~1p~0",
		`{"lines":[{"sku":"a","SKU":"b"}]}`:                   "#/lines/0/SKU",
		`{"reference":7}`:                                     "#/reference",
		`{"reference":"a","lines":[{"sku":"a"},{"sku":[1]}]}`: "#/lines/1/sku",
		`{"lines":[{"sku":7}],"reference":"a"}`:               "#/lines/0/sku",
		`{"lines":{}}`:                                        "#/lines",
	} {
		var into sampleBody
		var e *fault.Error
		if err := decodeJSON([]byte(body), &into); !errors.As(err, &e) || len(e.Fields) != 1 || pointer(e.FieldNames()[0]) != want {
			t.Errorf("%s: %v, want %s", body, err, want)
		}
	}
}
