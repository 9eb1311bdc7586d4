package referrals

import (
	"context"
	"time"

	"fealty/models/db"
	"fealty/models/ids"
)

// Insert is the row of a new referral; a friend has at most one.
func Insert(r Referral) db.Write { return db.Write{} }

// Update writes what a decision changed.
func Update(r Referral) db.Write { return db.Write{} }

// FindByFriend gives the referral that brought a member; nil when none did.
func FindByFriend(ctx context.Context, r db.Reader, friend ids.Member) (*Referral, error) {
	return nil, nil
}

// ListByReferrer gives the latest friends a member brought.
func ListByReferrer(ctx context.Context, r db.Reader, referrer ids.Member, limit int) ([]Referral, error) {
	return nil, nil
}

// CountSince tells how many friends a member brought since an instant.
func CountSince(ctx context.Context, r db.Reader, referrer ids.Member, since time.Time) (int, error) {
	return 0, nil
}

// Due lists the referrals whose wait has ended by a day, in id order after the
// given one.
func Due(ctx context.Context, r db.Reader, day time.Time, after ids.Referral, limit int) ([]Referral, error) {
	return nil, nil
}
