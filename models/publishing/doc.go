// Package publishing puts a programme document into force: checked, numbered,
// dated, audited.
//
// Floor: 3 flows.
// Tables: none.
package publishing
