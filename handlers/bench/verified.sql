UPDATE member_contacts SET verified_at = added_at WHERE verified_at IS NULL
