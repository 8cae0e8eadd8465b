-- Sites, people, rooms and the message log. Every tenant table has site_id first in its primary and foreign keys:
-- no row can point into another site, and the schema shards by site_id without change.

create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists citext;

-- People of the sites ----------------------------------------------------------------------------------------------

create table sites (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$'),
  name text not null,
  origins text[] not null default '{}',
  accent text not null default 'oklch(0.55 0.17 265)',
  position text not null default 'right' check (position in ('right', 'left')),
  retention_days integer not null default 30 check (retention_days between 1 and 3650),
  created_at timestamptz not null default now()
);

create table accounts (
  id uuid primary key,
  email citext not null unique,
  username citext not null unique,
  name text not null,
  -- Null until the invitation's link was used.
  password_hash text,
  -- Seeded logins: refused outside demo mode.
  demo boolean not null default false,
  deactivated_at timestamptz,
  created_at timestamptz not null default now()
);

create table memberships (
  site_id uuid not null references sites (id) on delete cascade,
  account_id uuid not null references accounts (id) on delete cascade,
  role text not null check (role in ('owner', 'admin', 'agent')),
  created_at timestamptz not null default now(),
  primary key (site_id, account_id)
);
create index memberships_account on memberships (account_id);

-- A signed-in browser of an agent. The cookie's value is stored hashed.
create table sessions (
  id uuid primary key,
  account_id uuid not null references accounts (id) on delete cascade,
  site_id uuid not null references sites (id) on delete cascade,
  token_hash bytea not null unique,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index sessions_account on sessions (account_id);
create index sessions_expiry on sessions (expires_at);

-- Links that are used once: invitation, password reset, the first owner.
create table one_time_tokens (
  token_hash bytea primary key,
  purpose text not null check (purpose in ('setup', 'invitation', 'reset')),
  account_id uuid references accounts (id) on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index one_time_tokens_expiry on one_time_tokens (expires_at);

-- Visitors and rooms -----------------------------------------------------------------------------------------------

create table visitors (
  site_id uuid not null references sites (id) on delete cascade,
  id uuid not null,
  name text,
  email text,
  page text,
  referrer text,
  language text,
  created_at timestamptz not null default now(),
  -- Moves while a socket is open; older than a heartbeat or three means that the visitor has left.
  seen_at timestamptz not null default now(),
  primary key (site_id, id)
);
create index visitors_seen on visitors (seen_at);

-- `session`: kept by a browser. `resume`: travels in a mailed link and opens a new `session`.
create table visitor_tokens (
  site_id uuid not null,
  token_hash bytea not null,
  visitor_id uuid not null,
  purpose text not null check (purpose in ('session', 'resume')),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (site_id, token_hash),
  foreign key (site_id, visitor_id) references visitors (site_id, id) on delete cascade
);
create index visitor_tokens_visitor on visitor_tokens (site_id, visitor_id);
create index visitor_tokens_expiry on visitor_tokens (expires_at);

create table rooms (
  site_id uuid not null references sites (id) on delete cascade,
  id uuid not null,
  -- The part of the room's name after the space: the visitor's id, with ~2, ~3 ... for further conversations.
  key text not null,
  kind text not null default 'support',
  visitor_id uuid,
  status text not null default 'open' check (status in ('open', 'closed')),
  -- Place of the newest message; messages are 1..last_seq without gaps.
  last_seq integer not null default 0,
  -- Grows with every change that is not a message.
  version integer not null default 1,
  owner_kind text not null default 'bot' check (owner_kind in ('bot', 'queue', 'agent')),
  owner_id uuid references accounts (id) on delete set null,
  -- Grows whenever the owner changes; a bot's answer commits only under the generation it started with.
  owner_generation integer not null default 1,
  -- Since when a person is waited for.
  waiting_since timestamptz,
  created_at timestamptz not null default now(),
  -- Last message, or creation: the lists' order.
  updated_at timestamptz not null default now(),
  -- Last change of any sort: what a heartbeat looks for.
  touched_at timestamptz not null default now(),
  closed_at timestamptz,
  primary key (site_id, id),
  unique (site_id, key),
  foreign key (site_id, visitor_id) references visitors (site_id, id) on delete cascade
);
create index rooms_list on rooms (site_id, status, updated_at desc, id desc);
create index rooms_by_owner on rooms (site_id, status, owner_kind, updated_at desc, id desc);
create index rooms_mine on rooms (site_id, status, owner_id, updated_at desc, id desc) where owner_id is not null;
create index rooms_touched on rooms (site_id, touched_at);
create index rooms_visitor on rooms (site_id, visitor_id);
create index rooms_closed on rooms (closed_at) where status = 'closed';

create table messages (
  site_id uuid not null,
  room_id uuid not null,
  seq integer not null,
  id uuid not null,
  -- Who wrote it: an id of a visitor or account, or 'bot', or 'system'. Never sent to clients.
  author_id text not null,
  author text not null,
  role text not null check (role in ('visitor', 'bot', 'agent', 'system')),
  content text not null,
  client_id text,
  -- sources, quick_replies, offer_person, event: as in the protocol's Message.
  meta jsonb,
  created_at timestamptz not null default now(),
  primary key (site_id, room_id, seq),
  foreign key (site_id, room_id) references rooms (site_id, id) on delete cascade
);
create unique index messages_client_id on messages (site_id, room_id, author_id, client_id) where client_id is not null;

-- How far each person has read. `person` is a visitor's or an account's id.
create table read_positions (
  site_id uuid not null,
  room_id uuid not null,
  person uuid not null,
  seq integer not null,
  read_at timestamptz not null default now(),
  primary key (site_id, room_id, person),
  foreign key (site_id, room_id) references rooms (site_id, id) on delete cascade
);

-- Worker processes say that they live; jobs held by one that fell silent are freed.
create table workers (
  id text primary key,
  seen_at timestamptz not null default now()
);
-- The agents' search by words.
create index messages_words on messages using gin (to_tsvector('simple', content));
