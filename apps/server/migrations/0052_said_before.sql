-- no-transaction
-- Answers that may be said again: which question, under which knowledge and settings, as a hash. The words stay where they are, in the message.
alter table bot_answers add column if not exists asked_hash bytea;
drop index concurrently if exists bot_answers_asked;
create index concurrently bot_answers_asked on bot_answers (site_id, asked_hash) where asked_hash is not null;
