-- no-transaction
-- Built beside the running program. One that was cut short is there and not valid, so each begins anew.
drop index concurrently if exists messages_said;
create index concurrently messages_said on messages
  using gin (search_times(site_id, created_at), to_tsvector('simple', content));

-- Parts of names and addresses, of the few visitors who left one.
drop index concurrently if exists visitors_contact;
create index concurrently visitors_contact on visitors
  using gin (search_times(site_id, created_at), (coalesce(name, '') || ' ' || coalesce(email, '')) gin_trgm_ops)
  where name is not null or email is not null;

-- On words alone, of all sites and times together: not read any more.
drop index concurrently if exists messages_words;
