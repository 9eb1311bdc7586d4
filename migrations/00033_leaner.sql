-- Keys and what they are pruned by come in the same order, so a block range index
-- of a few pages finds the old ones, and costs a purchase next to nothing.
--
-- Built concurrently, outside a transaction: writers and readers go on. What was
-- left half built is dropped first, so it can be run again.

-- +goose NO TRANSACTION
-- +goose Up
DROP INDEX CONCURRENTLY IF EXISTS once_keys_by_age;
CREATE INDEX CONCURRENTLY once_keys_by_age ON once_keys USING brin (created_at) WITH (pages_per_range = 32, autosummarize = on);
DROP INDEX CONCURRENTLY IF EXISTS once_keys_age;
