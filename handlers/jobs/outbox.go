package jobs

import (
	"context"
	"fmt"
	"time"

	"fealty/handlers/web"
	"fealty/models/catalogue"
	"fealty/models/ids"
	"fealty/models/messages"
	"fealty/models/programme"
	"fealty/models/reaching"
	"fealty/views"
)

// smtpPatience is how long a mail server may say nothing.
const smtpPatience = 10 * time.Second

// smsPatience is how long an SMS provider may take for an answer.
const smsPatience = 10 * time.Second

// postOf is the ways out of the house: mail where SMTP_URL names a server, SMS where SMS_URL names a provider. Without one its messages stay in the
// outbox.
func postOf(d web.Deps) (reaching.Post, error) {
	post := reaching.Post{Render: func(ctx context.Context, m messages.Message) (reaching.Letter, error) { return Draw(ctx, d, m) }}
	if d.Config.SMS.URL != "" {
		s := d.Config.SMS
		way, err := reaching.NewHTTP(reaching.Provider{URL: s.URL.Reveal(), Token: s.Token.Reveal(), From: s.From, Header: s.Header, Body: s.Body, Wait: smsPatience})
		if err != nil {
			return post, fmt.Errorf("prepare the outbox: %w", err)
		}
		post.SMS = way
	}
	if d.Config.SMTPURL == "" {
		return post, nil
	}
	server, err := reaching.NewSMTP(d.Config.SMTPURL.Reveal(), d.Config.MailFrom, smtpPatience)
	if err != nil {
		return post, fmt.Errorf("prepare the outbox: %w", err)
	}
	post.Email = server
	return post, nil
}

// sendDue sends what is due; SMS only while the shop wants them sent.
func sendDue(ctx context.Context, d web.Deps, post reaching.Post) error {
	settings, err := d.Club.Get(ctx, d.DB)
	if err != nil {
		return err
	}
	if !settings.SMS {
		post.SMS = nil
	}
	_, err = reaching.SendDue(ctx, d.DB, post)
	return err
}

// Draw gathers the names that a message needs and renders it in its reader's language.
func Draw(ctx context.Context, d web.Deps, m messages.Message) (reaching.Letter, error) {
	version, err := d.Programme.InForce(ctx, d.DB)
	if err != nil {
		return reaching.Letter{}, err
	}
	if m, err = withLink(ctx, d, m); err != nil {
		return reaching.Letter{}, err
	}
	words := version.Words(m.Language)
	draft := Draft{Template: m.Template, Club: version.Document.Club.Name, Base: d.Config.URL("")}
	if draft.Params, err = paramsOf(m); err != nil {
		return reaching.Letter{}, err
	}
	key := func(name string) string { value, _ := m.Params[name].(string); return value }
	draft.Tier, draft.Next = words.Tiers[key("tier")].Name, words.Tiers[key("next")].Name
	draft.From, draft.To = words.Tiers[key("from")].Name, words.Tiers[key("from")].To
	if draft.Reward, err = rewardName(ctx, d, version, m); err != nil {
		return reaching.Letter{}, err
	}
	return Render(d.Views, localeOf(d, version, m.Language), draft)
}

// localeOf is a language with the shop's currency, zone and words.
func localeOf(d web.Deps, v *programme.Version, language string) *views.Locale {
	l := d.Views.Locales().Pick(language)
	return l.With(views.Setting{Currency: v.Currency().Code, Zone: v.Zone(), Words: views.Words{Point: v.Words(language).Points.Forms}})
}

// rewardName is what the reward of a message is called in its language, or "" when it names none.
func rewardName(ctx context.Context, d web.Deps, v *programme.Version, m messages.Message) (string, error) {
	text, _ := m.Params["reward"].(string)
	if text == "" {
		return "", nil
	}
	var id ids.Reward
	if err := id.UnmarshalText([]byte(text)); err != nil {
		return "", err
	}
	card, err := catalogue.Show(ctx, d.DB, id, catalogue.Languages{Wanted: m.Language, Main: v.Document.Club.Languages[0]})
	return card.Name, err
}
