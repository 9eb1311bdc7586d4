// Package testdb gives tests a real PostgreSQL: Open clones a database from a template that was migrated once, and drops it when
// the test ends. For tests only; no other code imports it.
//
// The server is the one that FEALTY_TEST_PG names (the address of a superuser, with FEALTY_TEST_PG_APP that of fealty_app; the
// database in both is replaced), as `make test` sets them through config/localpg/testserver. Without them a private server in
// var/test is joined or started, and left running for the next test.
//
// Floor: 0 ground.
// Tables: none.
package testdb
