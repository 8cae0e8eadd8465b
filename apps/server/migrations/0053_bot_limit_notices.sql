-- Which limits on what the model costs were reached, or nearly, and told of: each once in its day or month.
create table bot_limit_notices (
  site_id uuid not null references sites (id) on delete cascade,
  met text not null check (met in ('day_reached', 'month_reached', 'month_near')),
  -- The first day of the day or month, in UTC.
  since date not null,
  -- A limit that was changed is another one.
  limit_micros bigint not null,
  created_at timestamptz not null,
  primary key (site_id, met, since, limit_micros)
);
