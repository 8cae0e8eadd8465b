-- Members of a site's team who may not come in for now, and since when an invitation is open. Both belong to the site: the
-- same account may be welcome in another one.
alter table memberships
  add column deactivated_at timestamptz,
  -- The latest invitation. Null: joined in another way.
  add column invited_at timestamptz;
update memberships m set invited_at = m.created_at from accounts a where a.id = m.account_id and a.password_hash is null;
