-- Beside how far each person has read: how far its devices have received. Reading is receiving, so `delivered` is never below `seq`.
alter table read_positions
  add column delivered integer not null default 0,
  -- Either of the two: what heartbeats tell again.
  add column moved_at timestamptz not null default now();
update read_positions set delivered = seq;
