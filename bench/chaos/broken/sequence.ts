/** Places come from a database sequence, as in many a chat; nobody waits for anybody's lock. */
import { breakModules } from './break-modules.ts';

breakModules([
  {
    module: 'rooms/write.ts',
    from: `select r.* from unnest($1::uuid[], $2::text[]) as w(site_id, key) join rooms r using (site_id, key)
    order by r.site_id, r.id for no key update of r`,
    to: `select r.*, nextval('chaos_places')::int as last_seq from unnest($1::uuid[], $2::text[]) as w(site_id, key)
    join rooms r using (site_id, key)`,
  },
]);
