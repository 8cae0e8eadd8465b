/** Sites: finding one by its slug, its settings, and which origins it lists. */
import type { getSite, ParamsOf, ResultOf, SiteSettings, updateSite } from '@parley/protocol';
import { type Selectable, sql } from 'kysely';
import { requireName } from '../accounts/names.ts';
import { hasSecondStep } from '../accounts/two-factor/factor.ts';
import type { AgentActor } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { audited, deedOf } from '../core/deeds.ts';
import { refuse } from '../core/errors.ts';
import { Gather } from '../core/gather.ts';
import { note } from '../core/log-context.ts';
import { prepared } from '../core/prepared.ts';
import { normalOrigin } from './origins.ts';
import type { SitesTable } from './tables.ts';

export type SiteRow = Selectable<SitesTable>;

const KEY = Symbol('sites by slug');

export async function findSite(core: Core, slug: string): Promise<SiteRow | undefined> {
  const gather = core.state.get(KEY, () => new Gather((slugs: readonly string[]) => findSites(core, slugs)));
  const site = await gather.ask(slug);
  if (site) note({ site: site.id });
  return site;
}

/** The same site is asked for by everybody at once: however often, it is read once. */
async function findSites(core: Core, slugs: readonly string[]): Promise<(SiteRow | undefined)[]> {
  const rows = await prepared(core, sql<SiteRow>`select * from sites where slug = any(${[...new Set(slugs)]})`);
  return slugs.map((slug) => rows.find((row) => row.slug === slug));
}

/** The tag that a site owner pastes. */
export const tagOf = (core: Core, slug: string): string =>
  `<script async src="${core.config.publicUrl}/w/${slug}.js"></script>`;

const settings = (core: Core, site: SiteRow): SiteSettings => ({
  slug: site.slug,
  name: site.name,
  origins: site.origins,
  accent: site.accent,
  position: site.position,
  retention_days: site.retention_days,
  require_two_factor: site.require_two_factor,
  visitor_accounts: site.visitor_accounts,
  voice: site.voice,
  tag: tagOf(core, site.slug),
});

export async function getSiteVerb(core: Core, actor: AgentActor): Promise<ResultOf<typeof getSite>> {
  const site = await findSite(core, actor.site);
  if (!site) throw refuse('site_not_found');
  return { site: settings(core, site) };
}

export async function updateSiteVerb(
  core: Core,
  actor: AgentActor,
  params: ParamsOf<typeof updateSite>,
  call: Call,
): Promise<ResultOf<typeof updateSite>> {
  const { name, origins, accent, position, retention_days, require_two_factor, visitor_accounts, voice } = params;
  if (accent !== undefined && !isColour(accent)) {
    throw refuse('invalid', { fields: { accent: 'give a colour such as #3355dd or oklch(0.55 0.17 265)' } });
  }
  // Whoever requires it must not be the first to be shut out.
  if (require_two_factor && !(await hasSecondStep(core.db, actor.accountId))) {
    throw refuse('invalid', { fields: { require_two_factor: 'set it up for yourself first' } });
  }
  const values = {
    ...(name !== undefined && { name: requireName(name, 'name') }),
    ...(origins !== undefined && { origins: normalOrigins(origins) }),
    ...(accent !== undefined && { accent }),
    ...(position !== undefined && { position }),
    ...(retention_days !== undefined && { retention_days }),
    ...(require_two_factor !== undefined && { require_two_factor }),
    ...(visitor_accounts !== undefined && { visitor_accounts }),
    ...(voice !== undefined && { voice }),
  };
  const fields = Object.keys(values);
  if (fields.length > 0) {
    await core.db.transaction().execute(async (tx) => {
      await tx.updateTable('sites').set(values).where('id', '=', actor.siteId).execute();
      await core.events.emit(audited, tx, deedOf(actor, call, 'site_changed', { details: { fields } }));
    });
  }
  return getSiteVerb(core, actor);
}

function normalOrigins(origins: readonly string[]): string[] {
  const normal = origins.map((origin) => {
    const found = normalOrigin(origin);
    if (!found)
      throw refuse('invalid', { fields: { origins: `${origin}: give scheme and host, such as https://shop.example` } });
    return found;
  });
  return [...new Set(normal)];
}

/** Hex, or the functional notations without anything that could end a declaration. */
const isColour = (text: string): boolean =>
  /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(text) || /^(oklch|rgb|hsl)\([0-9a-z%.,/ -]{3,30}\)$/i.test(text);
