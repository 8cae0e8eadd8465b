-- How programs speak for a site. A revoked key keeps its row, without the hash: the audit log tells its name.
create table api_keys (
  site_id uuid not null references sites (id) on delete cascade,
  id uuid not null,
  name text not null,
  -- The first characters, to tell it from others. The key itself is stored nowhere.
  prefix text not null,
  -- Null once it was revoked.
  token_hash bytea unique,
  scopes text[] not null,
  created_by uuid references accounts (id) on delete set null,
  created_at timestamptz not null default now(),
  -- Written once a minute at most.
  last_used_at timestamptz,
  -- Null: it does not run out by itself.
  expires_at timestamptz,
  primary key (site_id, id)
);
create index api_keys_creator on api_keys (created_by);

-- What a program did is told of it, not of a person.
alter table audit_log drop constraint audit_log_actor_kind_check;
alter table audit_log add constraint audit_log_actor_kind_check
  check (actor_kind in ('agent', 'user', 'visitor', 'nobody', 'system', 'key')) not valid;
