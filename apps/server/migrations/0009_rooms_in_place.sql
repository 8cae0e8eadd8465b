-- Room for the next version of a row beside it: most messages change a room in no column of an index, and then its row is
-- updated in place. Pages written from now on keep it free.
alter table rooms set (fillfactor = 70);
