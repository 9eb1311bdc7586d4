-- Purchases by their day, for the key figures of the admin's start page. They are
-- recorded in the order of their days, so a block range index of a few pages does
-- what a tree of gigabytes would, and costs a purchase next to nothing.
--
-- Built concurrently, outside a transaction: it reads the table and locks out
-- neither writers nor readers. What was left half built is dropped first.

-- +goose NO TRANSACTION
-- +goose Up
DROP INDEX CONCURRENTLY IF EXISTS purchases_by_day;
CREATE INDEX CONCURRENTLY purchases_by_day ON purchases USING brin (placed_on) WITH (pages_per_range = 32, autosummarize = on);
