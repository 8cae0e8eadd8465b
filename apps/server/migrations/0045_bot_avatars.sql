-- Pictures for bots: small, without anything but their pixels. Versions name them by their path.
create table bot_avatars (
  site_id uuid not null references sites (id) on delete cascade,
  key text not null,
  content bytea not null,
  created_at timestamptz not null,
  primary key (site_id, key)
);
create unique index bot_avatars_key on bot_avatars (key);

alter table bots add column avatar text;
