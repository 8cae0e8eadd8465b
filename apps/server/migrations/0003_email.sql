-- Mails to visitors who have left, and an index for the daily clean-up.

-- One row for each mail that carries agents' answers of a room. What a mail has carried is never mailed again.
--   sending -> sent      the mail server took it
--   sending -> refused   the mail server said that it never will
--   sending -> (gone)    the mail server was not reached or said later: the next attempt gathers anew
-- A row still in `sending` after its lease was left by a crash or a cut connection. Whether the server took that mail is
-- not known; the same mail goes out again, under the same Message-ID.
create table visitor_mails (
  site_id uuid not null,
  room_id uuid not null,
  -- The agents' messages from first_seq to last_seq.
  first_seq integer not null,
  last_seq integer not null,
  message_id text not null,
  state text not null check (state in ('sending', 'sent', 'refused')),
  leased_until timestamptz not null,
  -- What the mail server said when it refused.
  problem text,
  created_at timestamptz not null default now(),
  settled_at timestamptz,
  primary key (site_id, room_id, last_seq),
  foreign key (site_id, room_id) references rooms (site_id, id) on delete cascade
);
-- One mail at a time: two workers never write to the same visitor at once.
create unique index visitor_mails_sending on visitor_mails (site_id, room_id) where state = 'sending';

-- Each site has its own retention, so the clean-up asks site by site; one index over all sites would make a site that
-- keeps little wait behind the rooms of one that keeps much.
create index rooms_closed_by_site on rooms (site_id, closed_at) where status = 'closed';
drop index rooms_closed;
