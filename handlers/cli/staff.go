package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"fealty/models/adjusting"
	"fealty/models/audit"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/partners"
	"fealty/models/staff"
)

// addition is somebody to be let in.
type addition struct {
	name, role, partner, language string
	readsPassword                 bool
}

// addStaff lets somebody in: with a password from standard input, or by a link that is printed and works once.
func addStaff(ctx context.Context, c call) error {
	var a addition
	c.flags.StringVar(&a.name, "name", "", "name as others see it (default: the address's first part)")
	c.flags.StringVar(&a.role, "role", string(staff.Owner), "one of "+roleNames())
	c.flags.StringVar(&a.partner, "partner", "", "for partner roles: the partner's name or id")
	c.flags.StringVar(&a.language, "language", "en", "en, nb, pl, hu or zh-Hant")
	c.flags.BoolVar(&a.readsPassword, "password-stdin", false, "read the password from standard input instead of printing a link")
	words, err := c.parse(1)
	if err != nil {
		return err
	}
	email := staff.CleanEmail(words[0])
	if !strings.Contains(email, "@") {
		return misused("%q is no e-mail address", words[0])
	}
	if !staff.Role(a.role).IsKnown() || staff.Role(a.role).IsPartner() != (a.partner != "") {
		return misused("--role is one of %s; partner roles need --partner, the others have none", roleNames())
	}
	return c.within(ctx, true, func(h *home) error { return h.add(ctx, email, a) })
}

func roleNames() string {
	var names []string
	for _, r := range staff.Roles {
		names = append(names, string(r))
	}
	return strings.Join(names, ", ")
}

func (h *home) add(ctx context.Context, email string, a addition) error {
	name, _, _ := strings.Cut(email, "@")
	if a.name != "" {
		name = a.name
	}
	s := staff.Staff{Email: email, Name: name, Role: staff.Role(a.role), Language: a.language}
	var err error
	if s.PasswordHash, err = h.password(ctx, email, a); err != nil {
		return err
	}
	if s.PartnerID, err = h.partner(ctx, a.partner); err != nil {
		return err
	}
	if s.ID, err = adjusting.Hire(ctx, h.db, s, audit.Act{Actor: "system", Role: "operator"}); err != nil {
		return h.tell(err)
	}
	if a.readsPassword {
		h.say("%s may sign in at %s", email, h.config.URL(doorOf(s)+"/signin"))
		return nil
	}
	h.sayLink(s)
	return nil
}

// linkStaff prints a new link to choose a password, for somebody who has lost theirs.
func linkStaff(ctx context.Context, c call) error {
	words, err := c.parse(1)
	if err != nil {
		return err
	}
	return c.within(ctx, true, func(h *home) error {
		s, err := staff.FindByEmail(ctx, h.db, words[0])
		if err != nil {
			return h.tell(err)
		}
		if err := adjusting.NoteLink(ctx, h.db, operator, s.ID); err != nil {
			return err
		}
		h.sayLink(s)
		return nil
	})
}

// sayLink prints the link by which somebody chooses a password. It works once.
func (h *home) sayLink(s staff.Staff) {
	until := h.db.Time().Add(staff.InvitationLife)
	token := staff.NewInvitations(h.config.Key("staff.links")).Token(s, until)
	h.say("%s chooses a password here, once, until %s:", s.Email, until.Format("2006-01-02 15:04 MST"))
	h.say("%s", h.config.URL(doorOf(s)+"/password/"+s.ID.String()+"/"+token))
}

// doorOf is the area in which somebody works.
func doorOf(s staff.Staff) string {
	if s.Role.IsPartner() {
		return "/partner"
	}
	return "/admin"
}

// password reads and hashes a password from standard input; without one the person chooses it through a link.
func (h *home) password(ctx context.Context, email string, a addition) (string, error) {
	if !a.readsPassword {
		return "", nil
	}
	line, err := bufio.NewReader(h.Stdin).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read the password: %w", err)
	}
	password := strings.TrimRight(line, "\r\n")
	if err := staff.CheckNew(password, email, h.config.Club.Name); err != nil {
		return "", h.tell(err)
	}
	return staff.NewHasher(1, h.db.Random).Hash(ctx, password)
}

// partner finds a partner by name or id; no name is no partner.
func (h *home) partner(ctx context.Context, name string) (ids.Partner, error) {
	if name == "" {
		return ids.Partner{}, nil
	}
	choices, err := partners.Choices(ctx, h.db)
	if err != nil {
		return ids.Partner{}, err
	}
	at := slices.IndexFunc(choices, func(p partners.Partner) bool { return p.Name == name || p.ID.String() == name })
	if at < 0 {
		return ids.Partner{}, h.tell(fault.New(fault.NotFound, "partner_unknown"))
	}
	return choices[at].ID, nil
}
