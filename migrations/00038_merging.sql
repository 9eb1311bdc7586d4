-- When two members become one, a voucher keeps its code: the old row takes a
-- spare key, and the new one the code; what staff changed and asked for goes
-- along. Rights only: nothing is locked.

-- +goose Up
-- +goose StatementBegin
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'fealty_app') THEN
    GRANT UPDATE (code_key) ON vouchers, voucher_codes TO fealty_app;
    GRANT UPDATE (member_id) ON member_changes, adjustments TO fealty_app;
  END IF;
END
$$;
-- +goose StatementEnd
