package vouchers

import (
	"fealty/models/db"
	"fealty/models/ids"
)

// Mint gives a voucher a new id and a new code, sealed and findable.
func Mint(tx *db.Tx, keys Keyring, v *Voucher) error {
	code, err := NewCode(tx.Random())
	if err != nil {
		return err
	}
	if v.ID, err = db.ID[ids.Voucher](tx); err != nil {
		return err
	}
	if v.CodeBox, err = keys.Seal(tx.Random(), v.ID, code); err != nil {
		return err
	}
	v.CodeKey = keys.Key(code)
	return nil
}
