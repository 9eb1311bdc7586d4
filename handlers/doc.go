// Package handlers joins every door of the program: it lists the routes of all areas and puts them on the app, each behind its
// access check.
//
// Floor: handlers.
// Tables: none.
package handlers
