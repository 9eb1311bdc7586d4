// Package api is the door for the shop's own systems: members, purchases,
// returns, quotes and vouchers as JSON, with a key and without cookies. Errors
// are problems of RFC 9457; openapi.yaml describes it all.
package api
