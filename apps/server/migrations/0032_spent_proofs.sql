-- Proofs of work that let a new visitor in during a flood, until they would not count any more by themselves: each counts once.
create table spent_proofs (
  site_id uuid not null references sites (id) on delete cascade,
  hash bytea not null,
  expires_at timestamptz not null,
  primary key (site_id, hash)
);
create index spent_proofs_expiry on spent_proofs (expires_at);
