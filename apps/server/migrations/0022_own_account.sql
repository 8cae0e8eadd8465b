-- What a person keeps of its own account: language, time zone, and details.
alter table accounts
  -- Of the mails to it.
  add column language text not null default 'en' check (language in ('en', 'de', 'es', 'ar')),
  add column time_zone text not null default 'UTC',
  -- What looks alike is one (UTS 39; usernames are small ASCII letters, digits and dashes, of which these are confusable).
  add column username_skeleton text not null
    generated always as (replace(replace(replace(lower(username::text), '0', 'o'), '1', 'l'), 'm', 'rn')) stored;
create index accounts_username_skeleton on accounts (username_skeleton);

create table profiles (
  account_id uuid primary key references accounts (id) on delete cascade,
  phone text not null default '',
  job_title text not null default '',
  about text not null default '',
  street text not null default '',
  postal_code text not null default '',
  city text not null default '',
  region text not null default '',
  -- ISO 3166-1 alpha-2, or empty.
  country text not null default '' check (country = '' or country ~ '^[A-Z]{2}$')
);

-- Links that are about an address name it: it may be another than the account's by the time they are used.
alter table one_time_tokens add column email citext;
alter table one_time_tokens drop constraint one_time_tokens_purpose_check;
alter table one_time_tokens add constraint one_time_tokens_purpose_check
  check (purpose in ('setup', 'invitation', 'reset', 'verify_email', 'change_email', 'undo_email'));
create index one_time_tokens_account on one_time_tokens (account_id);
