-- Visitors whom the host page vouches for by a signed identity.

-- What a site signs with. Sealed (AES-256-GCM under a key drawn from SECRET), because it must be read to verify.
create table identity_secrets (
  site_id uuid not null references sites (id) on delete cascade,
  id uuid not null,
  sealed bytea not null,
  -- Its last four characters, to tell several apart.
  hint text not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  -- Since a newer one was made; null for the newest.
  ends_at timestamptz,
  primary key (site_id, id)
);
-- One at a time is the newest: two that are made at once end one another.
create unique index identity_secrets_newest on identity_secrets (site_id) where ends_at is null;

-- Identities that were used, until they would not count any more by themselves: each counts once.
create table used_identities (
  site_id uuid not null references sites (id) on delete cascade,
  hash bytea not null,
  expires_at timestamptz not null,
  primary key (site_id, hash)
);
create index used_identities_expiry on used_identities (expires_at);

alter table visitors
  -- The site's own id of this person. Partial, so that setting it locks no more of the row than other changes do.
  add column external_id text,
  -- The address is the site's signed word, not what somebody typed.
  add column email_verified boolean not null default false;
create unique index visitors_external_id on visitors (site_id, external_id) where external_id is not null;

-- `browser`: minted there, and what was said there may become an identified person's.
-- `mail`: from a mailed link, which may have been forwarded: it never does.
-- `identity`: counts only together with the identity of the same person, so that signing out ends it.
alter table visitor_tokens
  add column origin text not null default 'browser' check (origin in ('browser', 'mail', 'identity'));
