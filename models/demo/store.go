package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/members"
	"fealty/models/vouchers"
)

// mark begins the note of the demo's first programme, by which it is known; how
// many members and the instant of the load follow. actLoaded is the audit's line
// that says that all of it is there.
const (
	mark      = "demo "
	actLoaded = "demo.load"
)

// begun is what is there of a demo.
type begun struct {
	// Note is that of the first programme, nil when there is none.
	Note     *string `db:"note"`
	IsLoaded bool    `db:"is_loaded"`
}

func (b begun) state() State {
	switch {
	case b.Note == nil || !strings.HasPrefix(*b.Note, mark):
		return None
	case b.IsLoaded:
		return Complete
	}
	return Begun
}

// load is what a load that was interrupted began with.
func (b begun) load() (members int, at time.Time, err error) {
	var text string
	if _, err = fmt.Sscanf(*b.Note, mark+"%d %s", &members, &text); err == nil {
		at, err = time.Parse(time.RFC3339, text)
	}
	return members, at, wrap("read how the load began", err)
}

// note says how a load began, so that another can go on with it.
func (l *loading) note() string {
	return fmt.Sprintf(mark+"%d %s", l.opt.Members, l.calendar.now.Format(time.RFC3339))
}

func look(ctx context.Context, r db.Reader) (begun, error) {
	var b begun
	err := r.Get(ctx, &b, `SELECT (SELECT note FROM programme_versions WHERE version = 1) AS note,
		EXISTS (SELECT FROM audit WHERE action = $1) AS is_loaded`, actLoaded)
	return b, wrap("look for the demo shop", err)
}

// finishedNights gives the day after the last night that is over; zero when none
// is.
func finishedNights(ctx context.Context, r db.Reader) (time.Time, error) {
	var last *time.Time
	err := r.Get(ctx, &last, `SELECT max(slot) FROM job_slots WHERE task = $1 AND finished_at IS NOT NULL`, taskNight)
	if err != nil || last == nil {
		return time.Time{}, wrap("look for the nights that are over", err)
	}
	return last.UTC(), nil
}

// known is a member who joined before the load was interrupted.
type known struct {
	Email  string     `db:"value"`
	ID     ids.Member `db:"id"`
	Invite string     `db:"invite_code"`
}

func joined(ctx context.Context, r db.Reader) ([]known, error) {
	var list []known
	err := r.Select(ctx, &list, `SELECT c.value, m.id, m.invite_code FROM member_contacts c JOIN members m ON m.id = c.member_id
		WHERE c.kind = $1`, members.Email)
	return list, wrap("read who has joined", err)
}

// voucherTaken finds the voucher that a member took at an instant; nil when it
// was refused.
func voucherTaken(ctx context.Context, r db.Reader, member ids.Member, at time.Time) (*vouchers.Voucher, error) {
	var id []ids.Voucher
	if err := r.Select(ctx, &id, `SELECT id FROM vouchers WHERE member_id = $1 AND issued_at = $2 LIMIT 1`, member, at); err != nil || len(id) == 0 {
		return nil, wrap("find a voucher", err)
	}
	v, err := vouchers.Find(ctx, r, member, id[0])
	if fault.KindOf(err) == fault.NotFound {
		return nil, nil
	}
	return &v, err
}

// things reads the ids of what has a name already, by that name.
func things(ctx context.Context, r db.Reader, query string) (map[string]uuid.UUID, error) {
	var rows []struct {
		Name string    `db:"name"`
		ID   uuid.UUID `db:"id"`
	}
	if err := r.Select(ctx, &rows, query); err != nil {
		return nil, fmt.Errorf("look for what the shop has already: %w", err)
	}
	by := make(map[string]uuid.UUID, len(rows))
	for _, row := range rows {
		by[row.Name] = row.ID
	}
	return by, nil
}

func wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}
