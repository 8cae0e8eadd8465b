-- no-transaction
-- Built beside the running program. One that was cut short is there and not valid, so it begins anew.
drop index concurrently if exists passages_terms;
create index concurrently passages_terms on passages using gin ((array[site_id]), (coalesce(terms, search)));
