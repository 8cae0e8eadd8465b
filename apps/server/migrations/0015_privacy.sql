-- Forgetting a person. Its rooms stay, as places without words: whoever holds a number of theirs still finds it there.

-- Since when nothing may be written in a room any more, because its visitor was forgotten.
alter table rooms add column erased_at timestamptz;

-- What people asked about their data, and how far it is.
--   queued -> running -> done
--                 \---> failed    given up after many attempts; may be asked for again
create table privacy_requests (
  site_id uuid not null references sites (id) on delete cascade,
  id uuid not null,
  kind text not null check (kind in ('erasure')),
  -- Whose data: a visitor's id, which points at nothing any more after an erasure.
  consumer uuid not null,
  -- Null: the person itself.
  requested_by uuid references accounts (id) on delete set null,
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed')),
  -- Messages.
  done integer not null default 0,
  total integer not null default 0,
  -- The rooms' keys and how far each reached when it began, and the place up to which the work is done: room and seq.
  rooms text[] not null default '{}',
  heads integer[] not null default '{}',
  at_room integer not null default 0,
  at_seq integer not null default 0,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (site_id, id)
);
create index privacy_requests_list on privacy_requests (site_id, created_at desc, id desc);
-- One of a kind at a time.
create unique index privacy_requests_open on privacy_requests (site_id, consumer, kind) where state in ('queued', 'running');
