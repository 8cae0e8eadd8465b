-- The lists' order stands in the index by the minute alone; within a minute it is sorted when read. A message then changes an
-- indexed column once a minute, and else its room's row is updated in place. Both columns follow their times by themselves, so
-- that a node of the version before, still running, writes them too. Writes the table anew: some seconds for a million rooms.
create function minute_of(at timestamptz) returns integer language sql immutable parallel safe
return floor(date_part('epoch', at at time zone 'UTC') / 60)::integer;

alter table rooms
  add column updated_minute integer generated always as (minute_of(updated_at)) stored,
  add column touched_minute integer generated always as (minute_of(touched_at)) stored;
