-- Consent before the first message, where a site wants it, and what is kept of network addresses.

-- Every text that a site has asked with; never changed, so that a consent says to which words.
create table consent_texts (
  site_id uuid not null references sites (id) on delete cascade,
  version integer not null,
  text text not null,
  policy_url text,
  created_at timestamptz not null default now(),
  primary key (site_id, version)
);

alter table sites
  -- The text in force; null: nobody is asked.
  add column consent_version integer,
  -- Of a caller's address: its network (/24, for IPv6 /48), or nothing.
  add column addresses text not null default 'network' check (addresses in ('network', 'none'));

create table consents (
  site_id uuid not null,
  visitor_id uuid not null,
  version integer not null,
  given_at timestamptz not null default now(),
  primary key (site_id, visitor_id, version),
  foreign key (site_id, visitor_id) references visitors (site_id, id) on delete cascade,
  foreign key (site_id, version) references consent_texts (site_id, version) on delete cascade
);
