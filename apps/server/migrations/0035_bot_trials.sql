-- What trying the bot out cost: it counts towards the site's spending as the answers to visitors do. None of the words.

create table bot_trials (
  site_id uuid not null references sites (id) on delete cascade,
  id uuid not null,
  model text not null,
  tokens_in integer not null,
  tokens_out integer not null,
  -- Millionths of a US dollar.
  cost_micros bigint not null,
  created_at timestamptz not null,
  primary key (site_id, id)
);
create index bot_trials_by_time on bot_trials (site_id, created_at desc);

-- Null: the operator's default.
alter table bots add column model text;
