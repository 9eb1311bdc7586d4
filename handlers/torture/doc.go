// Package torture kills the running program and its database under load, and sees that nothing acknowledged is lost and nothing
// is done twice (T2, T6). It holds tests only. FEALTY_TORTURE=full kills more often.
//
// Floor: handlers.
// Tables: none.
package torture
