-- Token metering of users: what they have, why, and what is held for answers that are being given.

-- A site without a row has the defaults.
create table metering (
  site_id uuid primary key references sites (id) on delete cascade,
  start_tokens integer not null default 4000 check (start_tokens >= 0),
  answer_tokens integer not null default 100 check (answer_tokens >= 0)
);

create table token_accounts (
  site_id uuid not null references sites (id) on delete cascade,
  account_id uuid not null,
  -- The sum of the account's entries; whoever changes it writes one, under this row's lock.
  balance bigint not null check (balance >= 0),
  last_entry integer not null,
  primary key (site_id, account_id),
  foreign key (site_id, account_id) references users (site_id, account_id) on delete cascade
);

-- The ledger: only added to. Entries are 1..last_entry without gaps.
create table token_entries (
  site_id uuid not null,
  account_id uuid not null,
  seq integer not null,
  amount bigint not null check (amount <> 0),
  -- After this entry.
  balance bigint not null,
  reason text not null check (reason in ('sign_up', 'answer', 'grant', 'correction')),
  note text,
  -- Who of the team it was.
  by_account uuid references accounts (id) on delete set null,
  -- Of an answer: the question's place. The room may be gone.
  room_id uuid,
  question_seq integer,
  client_id text,
  created_at timestamptz not null default now(),
  primary key (site_id, account_id, seq),
  foreign key (site_id, account_id) references token_accounts (site_id, account_id) on delete cascade
);
create unique index token_entries_client_id on token_entries (site_id, account_id, client_id) where client_id is not null;
-- An answer is paid for once.
create unique index token_entries_answer on token_entries (site_id, room_id, question_seq) where room_id is not null;
create index token_entries_by on token_entries (by_account) where by_account is not null;

-- One row for each question of a user that the bot has yet to answer. Made with the question; goes with the answer, which then
-- is charged, or with the bot's turn, which then is not.
create table token_holds (
  site_id uuid not null,
  room_id uuid not null,
  -- The question's place.
  seq integer not null,
  account_id uuid not null,
  amount bigint not null check (amount >= 0),
  primary key (site_id, room_id, seq),
  foreign key (site_id, room_id) references rooms (site_id, id) on delete cascade,
  foreign key (site_id, account_id) references token_accounts (site_id, account_id) on delete cascade
);
create index token_holds_account on token_holds (site_id, account_id);

-- Who is a user already starts as whoever comes next.
insert into token_accounts (site_id, account_id, balance, last_entry) select site_id, account_id, 4000, 1 from users;
insert into token_entries (site_id, account_id, seq, amount, balance, reason)
select site_id, account_id, 1, 4000, 4000, 'sign_up' from users;
