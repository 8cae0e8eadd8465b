-- When the bot answers: {time_zone, days, from, to}; null: always.
alter table bots add column hours jsonb;
