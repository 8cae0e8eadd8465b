/**
 * Tells a site's owners, in the language of their accounts, that the model has spent what it may. A job for each of them: one
 * that runs twice sends the same mail again under the same Message-ID.
 */
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { spendingLimitMet } from '../bot/events.ts';
import type { Core } from '../core/core.ts';
import type { Tx } from '../core/events.ts';
import { uuidv7 } from '../core/ids.ts';
import { addJobs, type JobTask } from '../core/jobs.ts';
import { mailAccount } from './account-mails.ts';
import { accountLetter, momentWords, moneyWords } from './templates/account-letters.ts';
import { languageOf } from './templates/words/words.ts';

export const EMAIL_SPENDING = 'email_spending';

const Payload = Type.Object({
  site_id: Type.String(),
  account_id: Type.String(),
  mail: Type.String(),
  met: Type.Union([Type.Literal('day_reached'), Type.Literal('month_reached'), Type.Literal('month_near')]),
  limit_micros: Type.Number(),
  spent_micros: Type.Number(),
  of_server: Type.Boolean(),
  ends: Type.String(),
});
type Payload = Static<typeof Payload>;

/** To those who own the site at this moment. */
export async function afterLimitMet(
  core: Core,
  tx: Tx,
  { siteId, met, limitMicros, spentMicros, ofServer, ends }: NonNullable<(typeof spendingLimitMet)['payload']>,
): Promise<void> {
  const owners = await tx
    .selectFrom('memberships')
    .select('account_id')
    .where('site_id', '=', siteId)
    .where('role', '=', 'owner')
    .execute();
  await addJobs(
    tx,
    owners.map(({ account_id }) => {
      const payload: Payload = {
        site_id: siteId,
        account_id,
        mail: uuidv7(core.now()),
        met,
        limit_micros: limitMicros,
        spent_micros: spentMicros,
        of_server: ofServer,
        ends: ends.toISOString(),
      };
      return { task: EMAIL_SPENDING, payload, maxAttempts: 25 };
    }),
  );
}

/** Mails nobody who is no owner any more, and nothing that is over. */
export const emailSpending: JobTask = async (core, payload) => {
  const { site_id, account_id, mail, met, limit_micros, spent_micros, of_server, ends } = Value.Parse(Payload, payload);
  const owner = await core.db
    .selectFrom('accounts as a')
    .innerJoin('memberships as m', 'm.account_id', 'a.id')
    .innerJoin('sites as s', 's.id', 'm.site_id')
    .select(['a.email', 'a.name', 'a.language', 'a.time_zone', 's.name as site', 's.accent'])
    .where('a.id', '=', account_id)
    .where('m.site_id', '=', site_id)
    .where('m.role', '=', 'owner')
    .where('m.deactivated_at', 'is', null)
    .where('a.deactivated_at', 'is', null)
    .where('a.email', 'is not', null)
    .$narrowType<{ email: string }>()
    .executeTakeFirst();
  if (!owner || core.now() >= Date.parse(ends)) return;
  const language = languageOf(owner.language);
  const { subject, letter } = accountLetter({
    kind: `limit_of_${met}`,
    language,
    named: {
      name: owner.name,
      site: owner.site,
      limit: moneyWords(language, limit_micros),
      spent: moneyWords(language, spent_micros),
      at: momentWords(language, new Date(ends), owner.time_zone),
      ofServer: of_server,
    },
    accent: owner.accent,
    link: `${core.config.publicUrl}/settings/bot/costs`,
  });
  await mailAccount(core, owner.email, owner.site, subject, letter, mail);
};
