-- Why rooms left the bot, and summaries for who takes over.

-- Why the room last left the bot; null while it is the bot's, and where nobody said why.
alter table rooms add column hand_over text;

-- What a model wrote of a conversation for who takes it over. It holds the visitor's words in others: with the room it goes, and
-- with each word of the room that is taken back.
create table room_summaries (
  site_id uuid not null,
  room_id uuid not null,
  -- The place of the line that tells of the hand-over.
  seq integer not null,
  text text not null,
  sentiment text check (sentiment in ('positive', 'neutral', 'negative')),
  created_at timestamptz not null default now(),
  primary key (site_id, room_id),
  foreign key (site_id, room_id) references rooms (site_id, id) on delete cascade
);
