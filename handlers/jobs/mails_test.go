package jobs

import (
	"strings"
	"sync"
	"testing"

	"fealty/models/reaching"
	"fealty/views"
)

// everyMessage has each template with all its variants.
func everyMessage() map[string][]string {
	return map[string][]string{
		"signin_code":     {`{"code":"123456"}`, `{"code":"123456","link":"/signin/code?t=x"}`},
		"welcome":         {`{"points":100}`, `{}`},
		"points_earned":   {`{"points":1,"spendable":1240}`, `{"points":22,"available_on":"2026-12-04"}`},
		"points_reversed": {`{"points":5,"spendable":0}`, `{"points":5,"spendable":0,"owed":3}`},
		"voucher_issued":  {`{"points":600,"reward":"r","voucher":"v"}`, `{"points":600,"voucher":"v","expires_on":"2026-12-04"}`},
		"tier_up":         {`{"tier":"gold","keep_until":"2027-12-31"}`, `{"tier":"gold"}`},
		"tier_down":       {`{"tier":"member","from":"gold","why":"term","keep_until":"2026-12-31","points":2600}`, `{"tier":"member","from":"gold","why":"return","amount":160000}`, `{"tier":"member","from":"gold","why":"return"}`},
		"tier_at_risk":    {`{"tier":"gold","next":"silver","keep_until":"2026-12-31","points":160}`},
		"points_expired":  {`{"points":300,"spendable":900}`},
		"points_expiring": {`{"points":300,"expires_on":"2026-11-30"}`},
		"friend_joined":   {`{"points":200}`},
		"friend_bought":   {`{"points":200,"available_on":"2026-12-04"}`, `{"points":200,"spendable":1440}`},
		"staff_invite":    {`{"link":"/admin/password/x"}`},
		"staff_reset":     {`{"link":"/admin/password/x"}`},
		"staff_changed":   {`{"what":"factor_removed"}`, `{"what":"passkey"}`, `{"what":"password"}`, `{"what":"recovery"}`, `{"what":"totp"}`},
		"voucher_given":   {`{"reward":"r","voucher":"v"}`, `{"reward":"r","voucher":"v","expires_on":"2026-12-04"}`},
		"reward_back":     {`{"reward":"r"}`},
		"order_placed":    {`{"reward":"r","voucher":"v","points":600}`},
		"order_sent":      {`{"reward":"r","voucher":"v"}`},
		"order_cancelled": {`{"reward":"r","points":600}`},
	}
}

// drawn are the views, made once: reading them takes longer than drawing letters.
var drawn = sync.OnceValues(views.New)

func render(t *testing.T, lang, template, params string) reaching.Letter {
	t.Helper()
	v, err := drawn()
	if err != nil {
		t.Fatal(err)
	}
	draft := Draft{Template: template, Params: []byte(params), Club: "Havn Club", Tier: "Gold", From: "Silver", To: "to Silver", Next: "Member", Reward: "Cup & cake", Base: "https://club.example.com"}
	letter, err := Render(v, v.Locales().Pick(lang), draft)
	if err != nil {
		t.Fatal(err)
	}
	return letter
}

func TestEveryMessageIsWholeInEveryLanguage(t *testing.T) {
	for _, lang := range views.Languages {
		for template, variants := range everyMessage() {
			for _, params := range variants {
				letter := render(t, lang, template, params)
				all := letter.Subject + letter.Text + letter.HTML + letter.Short
				for _, sign := range []string{"mails.", "<no value>", "{{", "%!"} {
					if strings.Contains(all, sign) {
						t.Errorf("%s in %s shows %q:\n%s", template, lang, sign, letter.Text)
					}
				}
				if strings.ContainsAny(letter.Subject, "\r\n") {
					t.Errorf("the subject of %s in %s has more than one line", template, lang)
				}
			}
		}
	}
}

func TestEveryFormIsTried(t *testing.T) {
	for template := range forms() {
		if len(everyMessage()[template]) == 0 {
			t.Errorf("no message %s among those tried", template)
		}
	}
}

func TestAMessageSaysNumbersDatesAndNamesInItsLanguage(t *testing.T) {
	en := render(t, "en", "points_earned", `{"points":1,"spendable":1240}`)
	if !strings.Contains(en.Text, "You earned 1 point and have 1,240 points to spend.") || !strings.Contains(en.Text, "https://club.example.com/activity") {
		t.Errorf("the English letter:\n%s", en.Text)
	}
	pl := render(t, "pl", "points_earned", `{"points":22,"available_on":"2026-12-04"}`)
	if !strings.Contains(pl.Text, "22 punkty") || !strings.Contains(pl.Text, "4 grudnia 2026") {
		t.Errorf("the Polish letter:\n%s", pl.Text)
	}
}

func TestAFallIsSaidInWords(t *testing.T) {
	risk := render(t, "en", "tier_at_risk", `{"tier":"gold","next":"member","keep_until":"2026-12-31","points":160}`)
	if risk.Subject != "Keep Gold: 160 points by 31 December" || !strings.Contains(risk.Text, "With 160 points more by then you keep it.") {
		t.Errorf("the warning:\n%s", risk.Text)
	}
	fell := render(t, "en", "tier_down", `{"tier":"gold","from":"silver","why":"return","points":160}`)
	for _, part := range []string{"What you returned", "from Silver to Gold", "takes no points", "Your way back: 160 points to Silver."} {
		if !strings.Contains(fell.Text, part) {
			t.Errorf("no %q in the letter:\n%s", part, fell.Text)
		}
	}
}

func TestNamesAreEscapedInTheHTMLPart(t *testing.T) {
	letter := render(t, "en", "voucher_issued", `{"points":600,"voucher":"v"}`)
	if strings.Contains(letter.HTML, "Cup & cake") || !strings.Contains(letter.HTML, "Cup &amp; cake") {
		t.Errorf("the name isn't escaped:\n%s", letter.HTML)
	}
	if !strings.Contains(letter.Subject, "Cup & cake") {
		t.Errorf("the subject is %q", letter.Subject)
	}
}

func TestACodeFitsIntoAnSMS(t *testing.T) {
	for _, lang := range views.Languages {
		letter := render(t, lang, "signin_code", `{"code":"123456"}`)
		if n := len([]rune(letter.Short)); n > 70 || !strings.Contains(letter.Short, "123456") {
			t.Errorf("%s: %d characters: %s", lang, n, letter.Short)
		}
	}
}

func TestAnUnknownMessageIsAnError(t *testing.T) {
	v, err := drawn()
	if err != nil {
		t.Fatal(err)
	}
	for template, params := range map[string]string{"unknown": "{}", "welcome": `{"points":"many"}`, "tier_up": `{"keep_until":"soon"}`} {
		if _, err := Render(v, v.Locales().Pick("en"), Draft{Template: template, Params: []byte(params)}); err == nil {
			t.Errorf("%s with %s is drawn", template, params)
		}
	}
}
