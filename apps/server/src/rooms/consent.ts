/** Whether a visitor may say something: where its site asks for consent, only after it was given. */
import { sql } from 'kysely';
import { isGuest } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import type { Participant } from './access.ts';

/** Asks the database only for a visitor who had not agreed when it came. Refuses `consent_required`. */
export async function requireConsent(core: Core, actor: Participant): Promise<void> {
  if (!isGuest(actor) || actor.consent !== null) return;
  const { rows } = await sql`
    select from sites s where s.id = ${actor.siteId} and (s.consent_version is null or exists (
      select from consents c
      where c.site_id = s.id and c.visitor_id = ${actor.visitorId} and c.version = s.consent_version))`.execute(
    core.db,
  );
  if (rows.length === 0) throw refuse('consent_required');
}
