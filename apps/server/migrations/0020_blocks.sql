-- Visitors and addresses that agents keep away from the chat.

create table blocks (
  site_id uuid not null references sites (id) on delete cascade,
  id uuid not null,
  -- One of the two: whom, or from where.
  visitor_id uuid,
  addresses cidr,
  reason text not null default '',
  created_by uuid references accounts (id) on delete set null,
  created_at timestamptz not null default now(),
  -- By the database's clock, which sockets are closed by too: when it was made or changed last.
  changed_at timestamptz not null default now(),
  -- Null: until it is lifted.
  ends_at timestamptz,
  primary key (site_id, id),
  foreign key (site_id, visitor_id) references visitors (site_id, id) on delete cascade,
  check ((visitor_id is null) <> (addresses is null)),
  unique (site_id, visitor_id),
  unique (site_id, addresses)
);
-- Every node looks for new ones every few seconds.
create index blocks_changed on blocks (changed_at);
