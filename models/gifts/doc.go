// Package gifts keeps the links by which members send a voucher to a friend. A
// link works once; its token and the secret of who accepted are kept as digests.
//
// Floor: 1 nouns.
// Tables: gifts.
package gifts
