-- Sums over the entries of a month, and the messages that could not be
-- delivered, for the admin's start page. The book is written in the order of its
-- days, so a block range index of a few pages does what a tree of gigabytes
-- would, and costs a posting next to nothing.
--
-- Built concurrently, outside a transaction: each reads its table and locks out
-- neither writers nor readers, only other changes of the schema. What was left
-- half built is dropped first, so it can be run again.

-- +goose NO TRANSACTION
-- +goose Up
DROP INDEX CONCURRENTLY IF EXISTS entries_by_day;
CREATE INDEX CONCURRENTLY entries_by_day ON entries USING brin (happened_on) WITH (pages_per_range = 32, autosummarize = on);
DROP INDEX CONCURRENTLY IF EXISTS messages_dead;
CREATE INDEX CONCURRENTLY messages_dead ON messages (id) WHERE state = 'dead';
