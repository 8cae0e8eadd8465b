-- What the model costs a site, day by day, and how much it may.

-- A site without a row has the operator's limits and prices.
create table bot_limits (
  site_id uuid primary key references sites (id) on delete cascade,
  -- Millionths of a US dollar; null: the operator's.
  day_micros bigint check (day_micros >= 0),
  month_micros bigint check (month_micros >= 0),
  visitor_day_micros bigint check (visitor_day_micros >= 0),
  -- {"model": {"in": 0.4, "out": 1.6}}: US dollars for a million tokens.
  prices jsonb not null default '{}'
);

-- One row a day (UTC). Whoever reserves or spends does so under today's row's lock.
create table bot_spending (
  site_id uuid not null references sites (id) on delete cascade,
  day date not null,
  spent_micros bigint not null default 0,
  calls integer not null default 0,
  tokens_in bigint not null default 0,
  tokens_out bigint not null default 0,
  -- Calls that were not made because a limit was reached.
  refused integer not null default 0,
  primary key (site_id, day)
);

create table bot_visitor_spending (
  site_id uuid not null,
  visitor_id uuid not null,
  day date not null,
  spent_micros bigint not null default 0,
  primary key (site_id, visitor_id, day),
  foreign key (site_id, visitor_id) references visitors (site_id, id) on delete cascade
);
-- For the daily clean-up.
create index bot_visitor_spending_age on bot_visitor_spending (day);

-- The most that a running call may cost. It goes with the call; of one that was killed it counts as spent.
create table bot_holds (
  site_id uuid not null references sites (id) on delete cascade,
  id uuid not null,
  visitor_id uuid,
  micros bigint not null,
  expires_at timestamptz not null,
  primary key (site_id, id)
);
