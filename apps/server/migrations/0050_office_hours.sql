-- When people answer: {time_zone, days, from, to}; null: nothing is said of it.
alter table bots add column office_hours jsonb;
