// Package recording takes in what was bought and what came back. A purchase is
// claimed, its member's wallets are locked, what it is decided on is gathered,
// pure rules decide, everything is written in one statement, and the member is
// told. At most five statements stand between BEGIN and COMMIT.
//
// Floor: 3 flows.
// Tables: none.
package recording
