-- no-transaction
create index concurrently if not exists read_positions_moved on read_positions (site_id, moved_at);
