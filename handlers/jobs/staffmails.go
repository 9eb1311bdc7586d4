package jobs

import (
	"context"
	"fmt"
	"maps"
	"time"

	"fealty/handlers/web"
	"fealty/models/ids"
	"fealty/models/messages"
	"fealty/models/staff"
)

// isForStaff tells whether a message is to one of the staff, not to a member.
func isForStaff(template string) bool {
	return template == messages.StaffInvite || template == messages.StaffReset || template == messages.StaffChanged
}

// withLink puts the link by which somebody chooses a password into their mail. It is made here, so that neither the outbox nor its
// backup holds it.
func withLink(ctx context.Context, d web.Deps, m messages.Message) (messages.Message, error) {
	if m.Template != messages.StaffInvite && m.Template != messages.StaffReset {
		return m, nil
	}
	var id ids.Staff
	text, _ := m.Params["staff"].(string)
	if err := id.UnmarshalText([]byte(text)); err != nil {
		return m, fmt.Errorf("read whom a link is for: %w", err)
	}
	end, _ := m.Params["until"].(string)
	until, err := time.Parse(time.RFC3339, end)
	if err != nil {
		return m, fmt.Errorf("read until when a link counts: %w", err)
	}
	s, err := staff.Find(ctx, d.DB, id)
	if err != nil {
		return m, err
	}
	m.Params = maps.Clone(m.Params)
	m.Params["link"] = passwordPath(s) + d.StaffLinks.Token(s, until)
	return m, nil
}

func passwordPath(s staff.Staff) string {
	if s.Role.IsPartner() {
		return "/partner/password/" + s.ID.String() + "/"
	}
	return "/admin/password/" + s.ID.String() + "/"
}
