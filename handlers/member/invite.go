package member

import (
	"html/template"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/fault"
	"fealty/models/inviting"
	"fealty/models/money"
	"fealty/models/referrals"
)

type inviteIndexView struct {
	web.Chrome
	Policy referrals.Policy
	Link   string
	Share  shareLinks
	// Friends are those who came, the latest first; Earned is what they brought.
	Friends []inviting.Friend
	Earned  money.Points
	Climb   climb
}

// shareLinks open the member's own programs with the invitation written.
type shareLinks struct{ SMS, WhatsApp, Mail template.URL }

func inviteIndex(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		version, err := inForce(c, d)
		if err != nil {
			return err
		}
		if !version.Document.Referral.On {
			return fault.New(fault.NotFound, "not_found")
		}
		me := web.MemberOf(c)
		v := &inviteIndexView{Policy: version.Document.Referral, Link: d.Config.URL("/i/" + me.InviteCode)}
		if v.Friends, err = inviting.Friends(c.UserContext(), d.DB, me.ID); err != nil {
			return err
		}
		if c.Get("HX-Request") == "" {
			if err := leaveTrace(c, d); err != nil {
				return err
			}
		}
		brought := 0
		for _, friend := range v.Friends {
			v.Earned += friend.Points
			if friend.State == referrals.Rewarded {
				brought++
			}
		}
		v.Climb = climbOf(web.Locale(c), version, brought)
		t := web.Locale(c)
		club := version.Document.Club.Name
		v.Title = t.T("member.invite.index.heading", "Friend", v.Policy.FriendPoints, "You", v.Policy.ReferrerPoints)
		subject := t.T("member.invite.index.subject", "Club", club)
		v.Share = share(subject, t.T("member.invite.index.message", "Club", club, "Points", v.Policy.FriendPoints, "Link", v.Link))
		return web.Render(c, "member/invite/index", v, "member/invite/_friends")
	}
}

// share writes the links; every text in them is escaped here.
func share(subject, message string) shareLinks {
	s, m := escaped(subject), escaped(message)
	return shareLinks{SMS: template.URL("sms:?&body=" + m), //nolint:gosec // the text is escaped
		WhatsApp: template.URL("https://wa.me/?text=" + m),            //nolint:gosec // the text is escaped
		Mail:     template.URL("mailto:?subject=" + s + "&body=" + m)} //nolint:gosec // the text is escaped
}

// escaped writes a text for an address of a program, where a plus is a plus.
func escaped(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "+", "%20") }

// HasRule tells whether a purchase must reach an amount.
func (v *inviteIndexView) HasRule() bool { return v.Policy.MinimumSpend > 0 }

// Initial is the first letter of a friend's name.
func (v *inviteIndexView) Initial(name string) string {
	for _, r := range name {
		return strings.ToUpper(string(r))
	}
	return "?"
}
