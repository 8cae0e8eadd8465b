-- Words by their language: articles and passages know theirs, stems follow from it, and each site has a list of the words it uses.
-- Old rows have no language: they stay found by the column of before, until the job `index_articles` has gone over them.
-- A later version drops that column (`search`) with its index; programs of before still write and read it.

alter table articles add column language text;
alter table passages add column language text, add column terms tsvector;

-- The stem of a plain word (small letters, no accents: knowledge/plain-words.ts); null for a stop word. English where the
-- language is not known. Endings get back what their stemmers look for and plain words have lost.
create function knowledge_stem(language text, word text) returns text
language sql immutable parallel safe as $$
  select (case language
    when 'de' then ts_lexize('pg_catalog.german_stem', word)
    when 'es' then ts_lexize('pg_catalog.spanish_stem', regexp_replace(word, '([csx])ion$', '\1ión'))
    when 'fr' then ts_lexize('pg_catalog.french_stem', word)
    when 'pt' then ts_lexize('pg_catalog.portuguese_stem', regexp_replace(regexp_replace(word, 'cao$', 'ção'), 'coes$', 'ções'))
    -- The article and what stands before it, then the endings: Postgres' own stemmer takes a noun with them for another word.
    when 'ar' then array[regexp_replace(regexp_replace(word, '^(?:[وف]?(?:ال|بال|كال|لل)|و(?=.{4}))(?=.{3})', ''),
      '(?<=.{3})(?:اتها|اتهم|اتنا|اتي|اتك|اته|تها|تهم|تنا|ات|تي|تك|ته|ها|هم|كم|نا|ون|ين|ان|يه|ني|ه|ي|ك|ا)$', '')]
    else ts_lexize('pg_catalog.english_stem', word)
  end)[1]
$$;

-- Of plain words (those above 60 letters are nobody's words): the title's weigh A, the heading's B, the text's D. Those of title and heading stand there a second time
-- behind a "^", so that the index finds what is about a common word among all that mention it.
create function knowledge_terms(language text, title text, heading text, body text) returns tsvector
language sql immutable parallel safe as $$
  select coalesce(string_agg(case when part = 'D' then format('%L:%sD', stem, place)
      else format('%1$L:%2$s%3$s %4$L:%2$sC', stem, place, part, '^' || stem) end, ' '), '')::tsvector
  from (
    select knowledge_stem(language, word) as stem, part, row_number() over (order by part, place) as place
    from (values ('A', title), ('B', heading), ('D', body)) as parts(part, words),
      unnest(string_to_array(words, ' ')) with ordinality as w(word, place)
    where length(word) between 1 and 60
  ) stems where stem is not null
$$;

-- How often the knowledge of a site has changed, and how much there is: what is kept elsewhere of it is compared with this.
create table knowledge_versions (
  site_id uuid primary key references sites (id) on delete cascade,
  version bigint not null,
  passages integer not null
);

-- The words of a site's passages, and in how many each stands.
create table knowledge_words (
  site_id uuid not null references sites (id) on delete cascade,
  language text not null,
  word text not null,
  stem text not null,
  passages integer not null,
  primary key (site_id, language, word)
);
create index knowledge_words_gone on knowledge_words (site_id) where passages <= 0;

-- Passages are written and removed, never changed. The versions come first, so that two who write to one site take turns, and
-- never meet among the words.
create function count_passages() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into knowledge_versions as v (site_id, version, passages)
      select site_id, 1, count(*) from changed group by site_id order by site_id
      on conflict (site_id) do update set version = v.version + 1, passages = v.passages + excluded.passages;
    insert into knowledge_words as k (site_id, language, word, stem, passages)
      select site_id, language, word, stem, count(*) from (
        select distinct c.site_id, c.article_id, c.ordinal, coalesce(c.language, 'en') as language, word
        from changed c, unnest(string_to_array(c.words, ' ')) as word where length(word) <= 60) w,
        knowledge_stem(language, word) as stem
      where stem is not null group by site_id, language, word, stem order by site_id, language, word
      on conflict (site_id, language, word) do update set passages = k.passages + excluded.passages;
  else
    update knowledge_versions v set version = v.version + 1, passages = v.passages - c.passages
      from (select site_id, count(*) as passages from changed group by site_id) c where v.site_id = c.site_id;
    update knowledge_words k set passages = k.passages - c.passages from (
      select site_id, language, word, count(*) as passages from (
        select distinct c.site_id, c.article_id, c.ordinal, coalesce(c.language, 'en') as language, word
        from changed c, unnest(string_to_array(c.words, ' ')) as word) w
      group by site_id, language, word) c
      where (k.site_id, k.language, k.word) = (c.site_id, c.language, c.word);
    delete from knowledge_words where passages <= 0 and site_id in (select site_id from changed);
  end if;
  return null;
end
$$;
create trigger passages_written after insert on passages
  referencing new table as changed for each statement execute function count_passages();
create trigger passages_removed after delete on passages
  referencing old table as changed for each statement execute function count_passages();

-- What is there already.
insert into knowledge_versions (site_id, version, passages) select site_id, 1, count(*) from passages group by site_id;
insert into knowledge_words (site_id, language, word, stem, passages)
  select site_id, 'en', word, stem, count(*) from (
    select distinct site_id, article_id, ordinal, word from passages, unnest(string_to_array(words, ' ')) as word
    where length(word) <= 60) w, knowledge_stem('en', word) as stem
  where stem is not null group by site_id, word, stem;

-- What the job has still to go over.
create index articles_without_language on articles (site_id) where language is null;
