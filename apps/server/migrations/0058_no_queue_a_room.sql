-- The bot's answers had a queue of graphile-worker for each room. Queues stay for ever, and each look for jobs locks them all.
-- A node of the version before may add one meanwhile: with the table locked, its job is either seen here or comes after.
do $$
begin
  if to_regclass('graphile_worker._private_job_queues') is null then return; end if;
  lock table graphile_worker._private_job_queues in share row exclusive mode;
  delete from graphile_worker._private_job_queues q
    where starts_with(q.queue_name, 'bot:') and q.locked_at is null
      and not exists (select from graphile_worker._private_jobs j where j.job_queue_id = q.id);
end
$$;
