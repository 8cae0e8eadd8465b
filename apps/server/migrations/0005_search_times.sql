-- Search that costs the same however long a site has been busy: the index on words knows the site, the day and the hour,
-- so that the newest mentions are read first and older ones only if a page is not full. The indexes follow one by one,
-- each built beside the running program.

-- The site, the site's day and the site's hour, as numbers. Equal ones by chance do no harm: the rows are compared again.
create function search_times(site uuid, at timestamptz) returns bigint[] language sql immutable parallel safe
return array[
  uuid_hash_extended(site, 0),
  uuid_hash_extended(site, floor(extract(epoch from at - timestamptz '2000-01-01 00:00:00Z') / 86400)::bigint),
  uuid_hash_extended(site, -floor(extract(epoch from at - timestamptz '2000-01-01 00:00:00Z') / 3600)::bigint)];
