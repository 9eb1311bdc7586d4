package cli

import (
	"context"

	"fealty/models/adjusting"
	"fealty/models/staff"
)

// operator is whoever runs commands here, for the audit.
var operator = adjusting.Who{Role: "operator"}

// resetStaff takes a lost second step away. Whoever has the password sets a new one up at the next sign-in.
func resetStaff(ctx context.Context, c call) error {
	return c.setAccount(ctx, func(s staff.Staff) (adjusting.Account, string) {
		if !s.HasTOTP() {
			return "", "has no second step"
		}
		return adjusting.TakeTOTP, "is signed out everywhere, and sets up a new second step at the next sign-in"
	})
}

// disableStaff shuts somebody out at once.
func disableStaff(ctx context.Context, c call) error {
	return c.setAccount(ctx, func(s staff.Staff) (adjusting.Account, string) {
		if !s.IsEnabled() {
			return "", "is shut out already"
		}
		return adjusting.Disable, "is signed out everywhere and can't sign in any more"
	})
}

// enableStaff lets somebody in again.
func enableStaff(ctx context.Context, c call) error {
	return c.setAccount(ctx, func(s staff.Staff) (adjusting.Account, string) {
		if s.IsEnabled() {
			return "", "is not shut out"
		}
		return adjusting.Enable, "may sign in again"
	})
}

// setAccount changes the account of whose address follows, and says what became of it. Choose gives no change where there
// is nothing to do.
func (c call) setAccount(ctx context.Context, choose func(staff.Staff) (adjusting.Account, string)) error {
	words, err := c.parse(1)
	if err != nil {
		return err
	}
	return c.within(ctx, true, func(h *home) error {
		s, err := staff.FindByEmail(ctx, h.db, words[0])
		if err != nil {
			return h.tell(err)
		}
		change, result := choose(s)
		if change != "" {
			err = adjusting.SetAccount(ctx, h.db, operator, s.ID, change)
		}
		if err != nil {
			return err
		}
		h.say("%s %s.", s.Email, result)
		return nil
	})
}
