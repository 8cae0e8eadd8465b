-- Verbs run as a role that owns nothing and may not look into the queue (core/site-lock.ts): this is how they add to it. The queue's
-- own schema is made after these migrations, so that the body names what is not there yet.
create function add_jobs_for(specs json, keep_run_at boolean) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform graphile_worker.add_jobs(
    array(select json_populate_recordset(null::graphile_worker.job_spec, specs)), keep_run_at);
end
$$;
revoke execute on function add_jobs_for from public;
