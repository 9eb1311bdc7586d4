// Package purchases keeps what was bought and what came back: purchases with
// their lines and cells, returns, and the references that other systems know
// them by.
//
// Floor: 1 nouns.
// Tables: purchases, purchase_lines, purchase_references, returns, return_references, guest_purchases, parked_returns.
package purchases
