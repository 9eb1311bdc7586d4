// Package limits counts attempts in PostgreSQL, so that limits hold over all
// instances and survive a restart (R12). A window that has passed forgives: an
// attacker is slowed, and the owner is never locked out for good.
//
// Floor: 0 ground.
// Tables: limits.
package limits
