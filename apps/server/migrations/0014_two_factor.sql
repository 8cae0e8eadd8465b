-- The second step of signing in. It belongs to the account, not to a site: one person, one authenticator.

create table two_factors (
  account_id uuid primary key references accounts (id) on delete cascade,
  -- The authenticator's secret, AES-256-GCM under a key drawn from the program's secret.
  secret bytea not null,
  -- Null while it is being set up: it protects nothing yet.
  confirmed_at timestamptz,
  -- The time step (of 30 seconds) of the last code that passed. No code of it or of an earlier one passes again.
  last_step bigint not null default 0,
  created_at timestamptz not null default now()
);

-- Those that are left; a code goes when it is used. Hashed under a key that is not in the database.
create table recovery_codes (
  account_id uuid not null references two_factors (account_id) on delete cascade,
  code_hash bytea not null,
  primary key (account_id, code_hash)
);

-- Browsers that need no code for 30 days. The cookie's value is stored hashed.
create table remembered_devices (
  id uuid primary key,
  account_id uuid not null references two_factors (account_id) on delete cascade,
  token_hash bytea not null unique,
  user_agent text,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index remembered_devices_account on remembered_devices (account_id);
create index remembered_devices_expiry on remembered_devices (expires_at);

-- Agents of such a site can do nothing else before they have set it up.
alter table sites add column require_two_factor boolean not null default false;
