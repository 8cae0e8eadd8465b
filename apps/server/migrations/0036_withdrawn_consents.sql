-- What visitors agreed to and took back: for as long as what they said meanwhile is kept, it can be told that they had agreed.
create table withdrawn_consents (
  site_id uuid not null,
  visitor_id uuid not null,
  version integer not null,
  given_at timestamptz not null,
  withdrawn_at timestamptz not null,
  primary key (site_id, visitor_id, version, withdrawn_at),
  foreign key (site_id, visitor_id) references visitors (site_id, id) on delete cascade,
  foreign key (site_id, version) references consent_texts (site_id, version) on delete cascade
);
-- Every node looks for the latest every few seconds.
create index withdrawn_consents_lately on withdrawn_consents (site_id, withdrawn_at);
