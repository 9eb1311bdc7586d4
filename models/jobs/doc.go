// Package jobs is the queue of work that happens after an answer, and the slots
// of the clock. Any number of instances may take from both; a job may run twice
// and is written for it, a slot is claimed once.
//
// Floor: 0 ground.
// Tables: jobs, job_slots.
package jobs
