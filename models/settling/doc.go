// Package settling pays what the shop owes to others: a partner's month, and
// members' gifts to a cause. It also decides what partners ask about their offers.
//
// Floor: 3 flows.
// Tables: none.
package settling
