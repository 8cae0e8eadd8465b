-- Named teams of a site's people, and the team that a room waits for or was taken from.

create table teams (
  site_id uuid not null references sites (id) on delete cascade,
  id uuid not null,
  name text not null,
  -- What counts as the same name: after NFKC, in small letters.
  name_key text not null,
  created_at timestamptz not null default now(),
  -- Deleted: shown to nobody. The row goes when a job has taken its rooms from it.
  deleted_at timestamptz,
  primary key (site_id, id)
);
create unique index teams_name on teams (site_id, name_key) where deleted_at is null;

create table team_members (
  site_id uuid not null,
  team_id uuid not null,
  account_id uuid not null,
  primary key (site_id, team_id, account_id),
  foreign key (site_id, team_id) references teams (site_id, id) on delete cascade,
  -- Whoever leaves the site is in none of its teams.
  foreign key (site_id, account_id) references memberships (site_id, account_id) on delete cascade
);
create index team_members_account on team_members (site_id, account_id);

alter table rooms
  add column team_id uuid,
  -- Checked for what is written from now on; until now there is nothing to check.
  add constraint rooms_team foreign key (site_id, team_id) references teams (site_id, id)
    on delete set null (team_id) not valid;
