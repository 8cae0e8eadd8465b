-- Knowledge articles with the passages that answers quote, the bot's settings and its predefined answers.

-- English stems, accents ignored: "Créditos" finds "creditos". Words of other languages are kept as they are,
-- which is what OR-ed terms and the trigrams below then make good.
create text search configuration parley (copy = pg_catalog.english);
alter text search configuration parley
  alter mapping for hword, hword_part, word with unaccent, english_stem;

create table articles (
  site_id uuid not null references sites (id) on delete cascade,
  id uuid not null,
  slug text not null,
  title text not null,
  -- Restricted Markdown.
  body text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (site_id, id),
  unique (site_id, slug)
);
-- The list's order. Cut, so that a cursor has a bounded length.
create index articles_list on articles (site_id, lower(left(title, 60)), id);

-- An article cut at its headings; rewritten whenever the article is saved, in the same transaction.
create table passages (
  site_id uuid not null,
  article_id uuid not null,
  ordinal integer not null,
  title text not null,
  -- The headings that stand above it, joined; empty before the first one.
  heading text not null,
  text text not null,
  -- Title, heading and text as lower-case words without accents and punctuation, for the trigrams.
  words text not null,
  search tsvector not null generated always as (
    setweight(to_tsvector('parley', title), 'A') ||
    setweight(to_tsvector('parley', heading), 'B') ||
    setweight(to_tsvector('parley', text), 'D')
  ) stored,
  primary key (site_id, article_id, ordinal),
  foreign key (site_id, article_id) references articles (site_id, id) on delete cascade
);
-- GIN over the site as well (as an array, which needs no extension): a question reads its own site's postings alone.
create index passages_search on passages using gin ((array[site_id]), search);
create index passages_words on passages using gin ((array[site_id]), words gin_trgm_ops);

-- A site without a row has the defaults.
create table bots (
  site_id uuid primary key references sites (id) on delete cascade,
  enabled boolean not null default true,
  name text not null default 'Assistant',
  greeting text not null default 'Hi! What can I do for you?',
  quick_replies text[] not null default '{}',
  instructions text not null default ''
);

create table predefined_answers (
  site_id uuid not null references sites (id) on delete cascade,
  id uuid not null,
  title text not null,
  triggers text[] not null,
  content text not null,
  quick_replies text[] not null default '{}',
  created_at timestamptz not null default now(),
  primary key (site_id, id)
);
