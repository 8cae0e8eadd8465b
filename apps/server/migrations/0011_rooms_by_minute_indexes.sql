-- no-transaction
-- Built beside the running program. One that was cut short is there and not valid, so each begins anew.
drop index concurrently if exists rooms_list_minute;
create index concurrently rooms_list_minute on rooms (site_id, status, updated_minute desc);
drop index concurrently if exists rooms_by_owner_minute;
create index concurrently rooms_by_owner_minute on rooms (site_id, status, owner_kind, updated_minute desc);
drop index concurrently if exists rooms_mine_minute;
create index concurrently rooms_mine_minute on rooms (site_id, status, owner_id, updated_minute desc) where owner_id is not null;
drop index concurrently if exists rooms_touched_minute;
create index concurrently rooms_touched_minute on rooms (site_id, touched_minute);

-- By the exact times: not read any more, and each cost every message an entry.
drop index concurrently if exists rooms_list;
drop index concurrently if exists rooms_by_owner;
drop index concurrently if exists rooms_mine;
drop index concurrently if exists rooms_touched;
