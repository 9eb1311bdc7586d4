// Package vouchers keeps what members hold after a redemption: a code that
// works once. The code is found by its keyed hash; the code itself lies in a
// sealed box until nobody needs to see it any more. Codes that the shop made lie
// in pools until they are handed out; a shared code is one for many.
//
// Floor: 1 nouns.
// Tables: vouchers, voucher_codes, voucher_uses, reward_codes, shared_codes.
package vouchers
