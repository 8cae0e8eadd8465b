-- Replays of real questions against a draft. The words of visitors are not copied: they are read from the log, and are gone with it.

-- The newest of each site.
create table bot_replays (
  site_id uuid not null references sites (id) on delete cascade,
  id uuid not null,
  -- The draft as it was asked.
  settings jsonb not null,
  revision integer not null,
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'cancelled', 'failed')),
  -- The draft was published since: what is marked keeps nobody from publishing the next one.
  settled boolean not null default false,
  made_by uuid,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (site_id, id)
);
create unique index bot_replays_one on bot_replays (site_id);

-- With its room, its question or its answer a pair goes too.
create table bot_replay_pairs (
  site_id uuid not null,
  replay_id uuid not null,
  ordinal integer not null,
  room_id uuid not null,
  question_seq integer not null,
  answer_seq integer not null,
  -- What the draft answers; null: not yet.
  answer text,
  kind text,
  verdict text check (verdict in ('regression', 'better', 'same')),
  primary key (site_id, replay_id, ordinal),
  foreign key (site_id, replay_id) references bot_replays (site_id, id) on delete cascade,
  foreign key (site_id, room_id) references rooms (site_id, id) on delete cascade
);
create index bot_replay_pairs_room on bot_replay_pairs (site_id, room_id);

-- Why an owner published in spite of marked regressions.
alter table bot_versions add column in_spite text;
