-- A site's labels, and which of its rooms bear them.

create table labels (
  site_id uuid not null references sites (id) on delete cascade,
  id uuid not null,
  name text not null,
  -- What counts as the same name: after NFKC, in small letters.
  name_key text not null,
  color text not null check (color in ('grey', 'red', 'amber', 'green', 'teal', 'blue', 'purple', 'pink')),
  -- When it applies; empty where nobody said.
  description text not null default '',
  created_at timestamptz not null default now(),
  -- Deleted: shown to nobody. The row goes when a job has taken it off the rooms.
  deleted_at timestamptz,
  primary key (site_id, id)
);
create unique index labels_name on labels (site_id, name_key) where deleted_at is null;

create table room_labels (
  site_id uuid not null,
  room_id uuid not null,
  label_id uuid not null,
  -- Null: a program, or an account that is gone.
  put_by uuid references accounts (id) on delete set null,
  put_at timestamptz not null,
  primary key (site_id, room_id, label_id),
  foreign key (site_id, room_id) references rooms (site_id, id) on delete cascade,
  foreign key (site_id, label_id) references labels (site_id, id) on delete cascade
);
-- The rooms that bear a label.
create index room_labels_label on room_labels (site_id, label_id, room_id);
create index room_labels_put_by on room_labels (put_by) where put_by is not null;
