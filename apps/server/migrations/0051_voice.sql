-- Visitors may speak instead of writing, unless the site's owner does not want it.
alter table sites add column voice boolean not null default true;
