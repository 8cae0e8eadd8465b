-- The jobs that make vectors had queues of graphile-worker for each site. Queues stay for ever, and each look for jobs locks them all.
-- Jobs that wait go on without one: two of a site at once do some work twice, and keep the same. As in 0058 the table is locked, for
-- a node of the version before may add one meanwhile.
do $$
begin
  if to_regclass('graphile_worker._private_job_queues') is null then return; end if;
  lock table graphile_worker._private_job_queues in share row exclusive mode;
  update graphile_worker._private_jobs j set job_queue_id = null
    from graphile_worker._private_job_queues q
    where q.id = j.job_queue_id and j.locked_at is null and q.locked_at is null and q.queue_name ~ '^(embed|triggers) [0-9a-f]{8}-';
  delete from graphile_worker._private_job_queues q
    where q.queue_name ~ '^(embed|triggers) [0-9a-f]{8}-' and q.locked_at is null
      and not exists (select from graphile_worker._private_jobs j where j.job_queue_id = q.id);
end
$$;
