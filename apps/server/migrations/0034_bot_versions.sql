-- The bot's settings as numbered versions. `bots` stays what the bot runs on, one row a site: the newest version, field by field.

alter table bots
  add column version integer not null default 1,
  add column tone text not null default 'friendly' check (tone in ('friendly', 'neutral', 'formal')),
  add column answer_length text not null default 'medium' check (answer_length in ('short', 'medium', 'long')),
  -- Null: the model's own.
  add column temperature real check (temperature between 0 and 1),
  add column refused_topics text[] not null default '{}',
  add column hand_over_topics text[] not null default '{}';

-- Only added to.
create table bot_versions (
  site_id uuid not null references sites (id) on delete cascade,
  number integer not null,
  -- As the protocol's `BotChoices` was then. What came later reads as its default.
  settings jsonb not null,
  changed text[] not null,
  -- An account, or an API key; of what is gone nothing but the id is left.
  made_by uuid,
  note text not null default '',
  restores integer,
  published_at timestamptz not null,
  primary key (site_id, number)
);

insert into bot_versions (site_id, number, settings, changed, published_at)
select site_id, 1,
  jsonb_build_object('enabled', enabled, 'name', name, 'greeting', greeting, 'quick_replies', quick_replies, 'instructions', instructions),
  '{}', now()
from bots;

-- What would be published next: the fields that differ from the published ones, so that the draft follows whatever else is published.
create table bot_drafts (
  site_id uuid primary key references sites (id) on delete cascade,
  changes jsonb not null,
  revision integer not null,
  changed_by uuid,
  changed_at timestamptz not null
);
