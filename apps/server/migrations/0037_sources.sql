-- Sources of knowledge: websites and files whose contents become articles, and the imports that see to it.

create table knowledge_sources (
  site_id uuid not null references sites (id) on delete cascade,
  id uuid not null,
  kind text not null check (kind in ('website', 'file')),
  name text not null,
  -- Of a website: where the walk starts, or its sitemap.
  address text,
  -- Of a file: its bytes.
  size integer,
  max_pages integer not null,
  max_depth integer not null,
  schedule text not null default 'never' check (schedule in ('never', 'daily', 'weekly')),
  -- When it is imported next by itself.
  due_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (site_id, id),
  check ((kind = 'website') = (address is not null))
);
create index knowledge_sources_due on knowledge_sources (due_at) where due_at is not null;

-- What was uploaded, until its articles are made.
create table source_files (
  site_id uuid not null,
  source_id uuid not null,
  content bytea not null,
  primary key (site_id, source_id),
  foreign key (site_id, source_id) references knowledge_sources (site_id, id) on delete cascade
);

-- The last import of each source.
--
--   queued ──> running ──> done | failed
--     ^           │  ^
--     │           v  │           cancelled: from queued, running and paused
--     └──────── paused           done, failed and cancelled go back to queued to try again what is left
create table import_runs (
  site_id uuid not null,
  source_id uuid not null,
  -- Another one for each import: a job of an earlier one finds nothing to do.
  id uuid not null,
  state text not null default 'queued' check (state in ('queued', 'running', 'paused', 'done', 'failed', 'cancelled')),
  -- A code of problems.ts, and what it is about.
  problem text,
  problem_detail text,
  -- The robots.txt that this walk keeps to; null: not asked for yet.
  robots text,
  found integer not null default 0,
  done integer not null default 0,
  added integer not null default 0,
  changed integer not null default 0,
  unchanged integer not null default 0,
  removed integer not null default 0,
  failed integer not null default 0,
  skipped integer not null default 0,
  started_by uuid references accounts (id) on delete set null,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (site_id, source_id),
  foreign key (site_id, source_id) references knowledge_sources (site_id, id) on delete cascade
);

-- The pages of a walk, in the order in which they were found and are looked at; of a file the rows that gave trouble.
create table import_items (
  site_id uuid not null,
  source_id uuid not null,
  ordinal integer not null,
  -- An address, or the number of a row.
  place text not null,
  depth integer not null default 0,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'failed', 'skipped', 'removed')),
  -- A code of problems.ts, and what it is about.
  problem text,
  detail text,
  primary key (site_id, source_id, ordinal),
  unique (site_id, source_id, place),
  foreign key (site_id, source_id) references import_runs (site_id, source_id) on delete cascade
);
create index import_items_by_state on import_items (site_id, source_id, state, ordinal);

-- What is remembered of a page between two imports.
create table source_pages (
  site_id uuid not null,
  source_id uuid not null,
  address text not null,
  etag text,
  last_modified text,
  -- Where it led, for a page that has not changed.
  links text[] not null default '{}',
  -- Somebody writes its article by hand now: it is not imported again.
  detached boolean not null default false,
  primary key (site_id, source_id, address),
  foreign key (site_id, source_id) references knowledge_sources (site_id, id) on delete cascade
);

alter table articles
  -- Null: written by hand.
  add column source_id uuid,
  -- Which page or file of its source it is, and which part of that.
  add column source_key text,
  add column source_part integer,
  -- The page that it was taken from, which answers cite.
  add column origin_url text,
  add foreign key (site_id, source_id) references knowledge_sources (site_id, id) on delete cascade;
create unique index articles_of_source on articles (site_id, source_id, source_key, source_part) where source_id is not null;
