// Package web is the shared kit of every door that speaks HTTP: the app and its
// settings, what every page has, rendering, errors, forms, sessions, CSRF,
// headers, languages and paging.
//
// Floor: handlers.
// Tables: none.
package web
