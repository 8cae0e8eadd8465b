-- Tells clients that the database is not the one they knew: a backup was restored, or a standby that lacked the last
-- transactions took over. What they have seen may not be there any more, and places of the log may be taken anew.

create table installation (
  -- One row.
  single boolean primary key default true check (single),
  -- Opaque. Changes when the database went back in time; changing it by hand makes every client fetch anew.
  epoch text not null,
  -- What told us last time which database this is. Made and compared by the server.
  fingerprint text not null
);
