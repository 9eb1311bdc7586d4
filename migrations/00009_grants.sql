-- What each role may do. App reads all, inserts, and on the book updates only
-- the named columns; it deletes only where nothing of the book hangs on it.

-- +goose Up
-- +goose StatementBegin
DO $$
DECLARE
  name text;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'fealty_app') THEN
    RETURN;
  END IF;
  GRANT USAGE ON SCHEMA public TO fealty_app, fealty_readonly, fealty_backup;
  GRANT SELECT ON ALL TABLES IN SCHEMA public TO fealty_app, fealty_readonly, fealty_backup;
  REVOKE CREATE ON SCHEMA public FROM PUBLIC;

  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'goose%' LOOP
    EXECUTE format('GRANT INSERT ON %I TO fealty_app', name);
  END LOOP;

  GRANT UPDATE (balance, seq, head, active_on) ON wallets TO fealty_app;
  GRANT UPDATE (remaining, open) ON lots TO fealty_app;
  GRANT UPDATE (state) ON holds TO fealty_app;
  GRANT UPDATE (points_returned, tier_spend, tier_points) ON purchases TO fealty_app;
  GRANT UPDATE (returned) ON purchase_lines TO fealty_app;
  GRANT UPDATE (member_id) ON purchase_references TO fealty_app;
  GRANT UPDATE (member_id, claimed_at, contact, body) ON guest_purchases TO fealty_app;
  GRANT UPDATE (applied_at) ON parked_returns TO fealty_app;
  GRANT UPDATE (state, code_box, used_at, returned_at) ON vouchers TO fealty_app;
  GRANT UPDATE (undone_at, undone_by) ON voucher_uses TO fealty_app;
  GRANT UPDATE (undone_at) ON donations TO fealty_app;
  GRANT UPDATE (put_in, remaining) ON reward_stock TO fealty_app;
  GRANT UPDATE ON once_keys, limits, jobs, job_slots, members, member_contacts, member_references,
    partners, shops, staff, sessions, signin_codes, api_keys, standings, rewards, reward_texts,
    causes, cause_texts, referrals, messages TO fealty_app;
  GRANT DELETE ON once_keys, limits, jobs, job_slots, member_contacts, member_references, sessions,
    signin_codes, reward_texts, reward_stock, cause_texts, messages TO fealty_app;
END
$$;
-- +goose StatementEnd
