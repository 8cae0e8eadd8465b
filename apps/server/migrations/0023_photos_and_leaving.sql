-- Photos of people: small WebP pictures, made by us. `key` is the unguessable part of the address, another with each photo.
create table photos (
  account_id uuid primary key references accounts (id) on delete cascade,
  key text not null unique,
  content bytea not null check (octet_length(content) <= 262144)
);

-- Until when an account that its owner deactivated may come back; then it is deleted. Null: nobody deactivated it so.
alter table accounts add column returns_until timestamptz;
create index accounts_returns on accounts (returns_until) where returns_until is not null;
alter table one_time_tokens drop constraint one_time_tokens_purpose_check;
alter table one_time_tokens add constraint one_time_tokens_purpose_check check (purpose in (
  'setup', 'invitation', 'reset', 'verify_email', 'change_email', 'undo_email', 'deactivate', 'come_back', 'delete_account'));
