-- Session tokens change with each use. A token is "<family>.<secret>": the family stays for the session's life, so that
-- one that was replaced is known as such however old it is, without a list of them.
alter table sessions
  -- SHA-256 of the family. Null: the session is older than families, or an older program made it; its first token's hash stands in.
  add column family_hash bytea,
  -- When the token was replaced lately: how far behind a token may be that still counts.
  add column replaced_at timestamptz[] not null default '{}',
  -- As the browser calls itself.
  add column user_agent text,
  add column seen_at timestamptz not null default now();
create unique index sessions_family on sessions (coalesce(family_hash, sha256(token_hash)));
update sessions set seen_at = greatest(created_at, expires_at - interval '30 days');
