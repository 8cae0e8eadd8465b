/** Places come from a database sequence, as in many a chat; nobody waits for anybody's lock, or asks whether a room has moved on. */
import { breakModules } from './break-modules.ts';

const module = 'rooms/write.ts';
const place = 'where r.site_id = w.site_id and r.id = w.id';
const unmoved = ' and r.last_seq = w.was_seq and r.version = w.was_version';

breakModules([
  {
    module,
    from: `select r.* from unnest($1::uuid[], $2::text[]) as w(site_id, key) join rooms r using (site_id, key)
    order by r.site_id, r.id for no key update of r`,
    to: `select r.*, nextval('chaos_places')::int as last_seq from unnest($1::uuid[], $2::text[]) as w(site_id, key)
    join rooms r using (site_id, key)`,
  },
  ...['last_seq, updated_at)\n      ', 'waiting_since, closed_at, team_id, hand_over)\n      '].map((before) => ({
    module,
    from: `${before}${place}${unmoved}`,
    to: `${before}${place}`,
  })),
]);
