-- Other first words on some pages and in some languages: [{pages, language, text}].
alter table bots add column greetings jsonb not null default '[]';
