-- How the bot came to each of its answers, and the old texts of articles, so that it can be told who was given which.

alter table articles add column revision integer not null default 1;

-- What an article said before, under the revision that it was. With the article it goes.
create table article_revisions (
  site_id uuid not null,
  article_id uuid not null,
  revision integer not null,
  title text not null,
  body text not null,
  replaced_at timestamptz not null default now(),
  primary key (site_id, article_id, revision),
  foreign key (site_id, article_id) references articles (site_id, id) on delete cascade
);
-- For the daily clean-up.
create index article_revisions_age on article_revisions (replaced_at);

-- Here and not in the program: articles are written by hand, by imports and by the seed, and none of them may forget it.
create function revise_article() returns trigger language plpgsql as $$
begin
  insert into article_revisions (site_id, article_id, revision, title, body)
  values (old.site_id, old.id, old.revision, old.title, old.body);
  new.revision := old.revision + 1;
  return new;
end $$;
create trigger article_revised before update of title, body on articles
  for each row when ((old.title, old.body) is distinct from (new.title, new.body)) execute function revise_article();

-- One row for each message of the bot, written with it. None of anybody's words. With the room it goes.
create table bot_answers (
  site_id uuid not null,
  room_id uuid not null,
  -- The answer's place in the log, and that of the last question it answers.
  seq integer not null,
  question_seq integer not null,
  -- Where it came from. cache: said before to the same question; passage: quoted; failed: said instead of the model's.
  kind text not null check (kind in ('predefined', 'cache', 'passage', 'model', 'unknown', 'hand_off', 'failed')),
  -- What was found for the question, best first: [{article_id, revision, ordinal, score, cited}]. cited: the answer rests on it.
  passages jsonb not null default '[]',
  -- 0 to 1: how much of the question the best passage holds; null where none was looked for.
  confidence real,
  language text not null,
  -- Null: no model was asked.
  model text,
  tokens_in integer not null default 0,
  tokens_out integer not null default 0,
  -- The model's server did not tell: counted by the length of the words.
  tokens_estimated boolean not null default false,
  -- Millionths of a US dollar.
  cost_micros bigint not null default 0,
  -- The visitor's word: 1 it helped, -1 it did not.
  helped smallint check (helped in (-1, 1)),
  created_at timestamptz not null default now(),
  primary key (site_id, room_id, seq),
  foreign key (site_id, room_id) references rooms (site_id, id) on delete cascade
);
create index bot_answers_by_time on bot_answers (site_id, created_at desc);
