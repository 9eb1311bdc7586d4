package ledger

import "fealty/models/money"

// PayDebt are the postings by which an award pays what its member owes before
// anything else: out of the lot it has just made, into the debt. They follow the
// award; there are none when nothing is owed.
func PayDebt(award Posting, debt money.Points) []Posting {
	paid := min(debt, award.Amount)
	if paid <= 0 {
		return nil
	}
	from := award
	from.Kind, from.Amount, from.Terms = DebtPaid, -paid, nil
	owed := from
	from.Draw, owed.Wallet = FromAward, Debt
	return []Posting{from, owed}
}
