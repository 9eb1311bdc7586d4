// Package partners keeps the businesses beside the shop that honour its
// vouchers and are paid for it.
//
// Floor: 1 nouns.
// Tables: partners, settlements, offer_requests.
package partners
