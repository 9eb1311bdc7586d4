// Package inviting brings friends: the link and what it promises, the friend's
// gain at joining, the list of friends, and the referrer's points when the
// friend's purchase is past its return window.
//
// Floor: 3 flows.
// Tables: none.
package inviting
