-- What people did to a site and its team. Rows are added and read, nothing else: the trigger below refuses the rest.
create table audit_log (
  site_id uuid not null references sites (id) on delete cascade,
  id uuid not null,
  at timestamptz not null default now(),
  actor_kind text not null check (actor_kind in ('agent', 'user', 'visitor', 'nobody', 'system')),
  -- No foreign keys to people and things: they may go, what they did stays. Names of people are not stored but looked up.
  actor_id uuid,
  action text not null,
  subject_kind text,
  subject_id text,
  subject_name text,
  details jsonb not null default '{}',
  -- A network: 203.0.113.0/24, 2001:db8:7::/48.
  address text,
  primary key (site_id, id)
);
create index audit_log_list on audit_log (site_id, at desc, id desc);
create index audit_log_by_actor on audit_log (site_id, actor_id, at desc, id desc);
create index audit_log_by_action on audit_log (site_id, action, at desc, id desc);
-- For the daily clean-up.
create index audit_log_age on audit_log (at);

-- An entry goes after 400 days, or with its whole site (whose row is gone by the time its entries follow), and never otherwise.
create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.at < now() - interval '400 days' or not exists (select from sites where id = old.site_id) then
      return old;
    end if;
  end if;
  raise exception 'the audit log is only added to' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_log_only_added_to before update or delete on audit_log
  for each row execute function refuse_audit_change();
create trigger audit_log_not_emptied before truncate on audit_log
  for each statement execute function refuse_audit_change();
