-- "Ändern" (to change) was taken for the stop word "andern" (others) once plain words had lost its umlaut, so that no German
-- article was found by it. The stem is that of "Änderung".
create or replace function knowledge_stem(language text, word text) returns text
language sql immutable parallel safe as $$
  select (case language
    when 'de' then ts_lexize('pg_catalog.german_stem', case word when 'andern' then 'anderung' else word end)
    when 'es' then ts_lexize('pg_catalog.spanish_stem', regexp_replace(word, '([csx])ion$', '\1ión'))
    when 'fr' then ts_lexize('pg_catalog.french_stem', word)
    when 'pt' then ts_lexize('pg_catalog.portuguese_stem', regexp_replace(regexp_replace(word, 'cao$', 'ção'), 'coes$', 'ções'))
    -- The article and what stands before it, then the endings: Postgres' own stemmer takes a noun with them for another word.
    when 'ar' then array[regexp_replace(regexp_replace(word, '^(?:[وف]?(?:ال|بال|كال|لل)|و(?=.{4}))(?=.{3})', ''),
      '(?<=.{3})(?:اتها|اتهم|اتنا|اتي|اتك|اته|تها|تهم|تنا|ات|تي|تك|ته|ها|هم|كم|نا|ون|ين|ان|يه|ني|ه|ي|ك|ا)$', '')]
    else ts_lexize('pg_catalog.english_stem', word)
  end)[1]
$$;

-- Counted before the job `index_articles` goes over them: it takes away what it writes anew.
insert into knowledge_words (site_id, language, word, stem, passages)
  select site_id, 'de', 'andern', knowledge_stem('de', 'andern'), count(*) from passages
  where language = 'de' and words ~ '\mandern\M' group by site_id;
update articles set language = null where (site_id, id) in (
  select site_id, article_id from passages where language = 'de' and words ~ '\mandern\M');
