-- Labels that the bot puts on by itself, and what agents took off again.

alter table labels add column auto boolean not null default false;

-- True: the bot put it on; `put_by` is null then.
alter table room_labels add column by_bot boolean not null default false;

-- An agent took it off: the bot puts it on no more.
create table refused_labels (
  site_id uuid not null,
  room_id uuid not null,
  label_id uuid not null,
  primary key (site_id, room_id, label_id),
  foreign key (site_id, room_id) references rooms (site_id, id) on delete cascade,
  foreign key (site_id, label_id) references labels (site_id, id) on delete cascade
);
-- For labels that are deleted.
create index refused_labels_label on refused_labels (site_id, label_id);

-- How far the model has read a conversation for labels: what it has read it reads no more.
create table label_readings (
  site_id uuid not null,
  room_id uuid not null,
  seq integer not null,
  primary key (site_id, room_id),
  foreign key (site_id, room_id) references rooms (site_id, id) on delete cascade
);
