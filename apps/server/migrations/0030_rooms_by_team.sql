-- no-transaction
-- Built beside the running program. One that was cut short is there and not valid, so it begins anew.
drop index concurrently if exists rooms_by_team_minute;
create index concurrently rooms_by_team_minute on rooms (site_id, team_id, status, updated_minute desc) where team_id is not null;
alter table rooms validate constraint rooms_team;
