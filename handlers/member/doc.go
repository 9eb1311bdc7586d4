// Package member is the member portal: pages and forms of shoppers, signed in
// or about to be.
//
// Floor: handlers.
// Tables: none.
package member
