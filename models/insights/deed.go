package insights

import (
	"fealty/models/ledger"
	"fealty/models/money"
)

// Deed is an entry with what it is about, enough to head it in words.
type Deed struct {
	Seq    int64        `db:"seq" json:"seq"`
	Kind   ledger.Kind  `db:"kind" json:"kind"`
	Amount money.Points `db:"amount" json:"amount"`
	// Total, Shop and Channel are the purchase's; Back is what a return gave back
	// in money. Shop is its name, or its key when the shop isn't known.
	Total   money.Amount `db:"total" json:"total"`
	Shop    string       `db:"shop" json:"shop"`
	Channel string       `db:"channel" json:"channel"`
	Back    money.Amount `db:"back" json:"back"`
	// Name is the reward's or cause's in the reader's language, or the friend's
	// first name.
	Name string `db:"name" json:"name"`
}
