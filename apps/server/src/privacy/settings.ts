/** A site's privacy settings: the text that visitors agree to, in versions, and what is kept of addresses. */
import type { getPrivacySettings, ParamsOf, PrivacySettings, ResultOf, updatePrivacySettings } from '@parley/protocol';
import type { AgentActor } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { audited, deedOf } from '../core/deeds.ts';
import { refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { announceConsent } from '../visitors/ask-anew.ts';

export async function getPrivacySettingsVerb(
  core: Core,
  { siteId }: AgentActor,
): Promise<ResultOf<typeof getPrivacySettings>> {
  return { privacy: await settingsOf(core.db, siteId) };
}

export async function updatePrivacySettingsVerb(
  core: Core,
  actor: AgentActor,
  { consent, addresses }: ParamsOf<typeof updatePrivacySettings>,
  call: Call,
): Promise<ResultOf<typeof updatePrivacySettings>> {
  const asked = consent && { text: requireText(consent.text), policy_url: normalUrl(consent.policy_url) };
  const privacy = await core.db.transaction().execute(async (tx) => {
    // Two who change the text at once make two versions, one after the other.
    await tx.selectFrom('sites').select('id').where('id', '=', actor.siteId).forNoKeyUpdate().execute();
    const before = await settingsOf(tx, actor.siteId);
    const values = {
      ...(consent !== undefined && { consent_version: asked ? await versionOf(tx, actor.siteId, asked) : null }),
      ...(addresses !== undefined && { addresses }),
    };
    if (Object.keys(values).length === 0) return before;
    await tx.updateTable('sites').set(values).where('id', '=', actor.siteId).execute();
    const after = await settingsOf(tx, actor.siteId);
    const fields = [
      ...(before.consent?.version === after.consent?.version ? [] : ['consent']),
      ...(before.addresses === after.addresses ? [] : ['addresses']),
    ];
    if (fields.length > 0)
      await core.events.emit(audited, tx, deedOf(actor, call, 'site_changed', { details: { fields } }));
    return after;
  });
  if (privacy.consent) announceConsent(core, actor.siteId, privacy.consent.version);
  return { privacy };
}

async function settingsOf(db: Core['db'] | Tx, siteId: string): Promise<PrivacySettings> {
  const row = await db
    .selectFrom('sites as s')
    .leftJoin('consent_texts as t', (join) =>
      join.onRef('t.site_id', '=', 's.id').onRef('t.version', '=', 's.consent_version'),
    )
    .select(['s.addresses', 't.version', 't.text', 't.policy_url'])
    .where('s.id', '=', siteId)
    .executeTakeFirst();
  if (!row) throw refuse('site_not_found');
  const { addresses, version, text, policy_url } = row;
  return { consent: version === null || text === null ? null : { version, text, policy_url }, addresses };
}

/** Of the newest text where it says the same, so that nobody is asked anew when the question was off for a while; else the next. */
async function versionOf(tx: Tx, siteId: string, asked: { text: string; policy_url: string | null }): Promise<number> {
  const newest = await tx
    .selectFrom('consent_texts')
    .select(['version', 'text', 'policy_url'])
    .where('site_id', '=', siteId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (newest && newest.text === asked.text && newest.policy_url === asked.policy_url) return newest.version;
  const version = (newest?.version ?? 0) + 1;
  await tx
    .insertInto('consent_texts')
    .values({ site_id: siteId, version, ...asked })
    .execute();
  return version;
}

function requireText(text: string): string {
  const given = text.trim();
  if (!given) throw refuse('invalid', { fields: { 'consent.text': 'write what visitors agree to' } });
  return given;
}

function normalUrl(given: string | null): string | null {
  if (!given?.trim()) return null;
  const url = URL.parse(given.trim());
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password)
    throw refuse('invalid', {
      fields: { 'consent.policy_url': 'give a web address, such as https://shop.example/privacy' },
    });
  return url.href;
}
