package verifying

import (
	"context"
	"fmt"

	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/ledger"
)

// Fault is something that does not add up.
type Fault struct {
	// Member is zero and Wallet empty where it is not about a wallet.
	Member ids.Member
	Wallet ledger.Wallet
	// Text says what is written and what was computed, for an operator.
	Text string
}

// String names the place and what is wrong there:
// "member 0196…, points entry 17: balance 40 written, 35 computed".
func (f Fault) String() string {
	if f.Member.IsZero() {
		return f.Text
	}
	return fmt.Sprintf("member %s, %s %s", f.Member, f.Wallet, f.Text)
}

// Report tells how much was looked at, and the first thing wrong; nil when all
// adds up.
type Report struct {
	Members, Entries, Lots, Uses  int64
	Rewards, Vouchers             int64
	Purchases, Returns, Donations int64
	Wrong                         *Fault
}

// Run verifies one snapshot of the whole database, beside a running programme
// or without one. A fault found is in the report; an error means that it could
// not look.
func Run(ctx context.Context, d *db.DB) (Report, error) {
	var report Report
	err := db.InTx(ctx, d, func(tx *db.Tx) error {
		for _, set := range []string{
			`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`, `SET LOCAL statement_timeout = 0`,
		} {
			if _, err := tx.Exec(ctx, set); err != nil {
				return fmt.Errorf("take a snapshot: %w", err)
			}
		}
		var err error
		report, err = Check(ctx, tx)
		return err
	})
	return report, err
}

// Check is Run on what the reader sees.
func Check(ctx context.Context, r db.Reader) (Report, error) {
	var report Report
	steps := []func(context.Context, db.Reader, *Report) error{count, checkBook, checkThings}
	for _, step := range steps {
		if err := step(ctx, r, &report); err != nil || report.Wrong != nil {
			return report, err
		}
	}
	return report, nil
}

func count(ctx context.Context, r db.Reader, report *Report) error {
	err := r.Get(ctx, report, `SELECT (SELECT count(*) FROM rewards) AS rewards, (SELECT count(*) FROM vouchers) AS vouchers,
		(SELECT count(*) FROM purchases) AS purchases, (SELECT count(*) FROM returns) AS returns,
		(SELECT count(*) FROM donations) AS donations`)
	if err != nil {
		return fmt.Errorf("count what there is: %w", err)
	}
	return nil
}
