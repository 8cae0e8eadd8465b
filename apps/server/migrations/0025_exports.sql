-- Exports of everything about a person: files in pieces, kept for a day, and the links by which they are fetched.

alter table privacy_requests
  drop constraint privacy_requests_kind_check,
  add constraint privacy_requests_kind_check check (kind in ('erasure', 'export')),
  -- Of an export: until when its files are there.
  add column expires_at timestamptz;

create table export_parts (
  site_id uuid not null,
  request_id uuid not null,
  format text not null check (format in ('json', 'html')),
  ordinal integer not null,
  -- Packed by gzip, each by itself.
  body bytea not null,
  primary key (site_id, request_id, format, ordinal),
  foreign key (site_id, request_id) references privacy_requests (site_id, id) on delete cascade
);

-- Each is good for one download.
create table export_links (
  site_id uuid not null,
  token_hash bytea not null,
  request_id uuid not null,
  format text not null check (format in ('json', 'html')),
  expires_at timestamptz not null,
  primary key (site_id, token_hash),
  foreign key (site_id, request_id) references privacy_requests (site_id, id) on delete cascade
);
create unique index export_links_token on export_links (token_hash);
create index export_links_request on export_links (site_id, request_id);
