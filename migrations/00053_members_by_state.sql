-- Members in a state, the newest first: a list of those who were erased or merged
-- walked past everybody else.
--
-- Built concurrently, outside a transaction: writers and readers go on. What was
-- left half built is dropped first, so it can be run again.

-- +goose NO TRANSACTION
-- +goose Up
DROP INDEX CONCURRENTLY IF EXISTS members_by_state;
CREATE INDEX CONCURRENTLY members_by_state ON members (state, joined_at DESC, id DESC);
