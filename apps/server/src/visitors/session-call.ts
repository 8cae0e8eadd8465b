/** What every call of a page has in common by which a visitor comes to a session: whether that page may, and the answer. */
import type { openSession, ResultOf, WidgetConfig } from '@parley/protocol';
import type { Call, Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import { ACCESS_TOKEN_SECONDS } from '../core/tokens.ts';
import { originAllowed } from '../sites/origins.ts';
import { findSite, type SiteRow } from '../sites/sites.ts';
import type { Known } from './sessions.ts';

export interface Opened extends Pick<Known, 'visitorId' | 'sessionId' | 'room' | 'fromBrowser'> {
  /** For the browser to keep. */
  readonly token: string;
}

/** Refuses `site_not_found`, `origin_not_allowed`. */
export async function siteOfPage(core: Core, slug: string, call: Call): Promise<SiteRow> {
  const site = await findSite(core, slug);
  if (!site) throw refuse('site_not_found');
  const host = call.http?.request.headers.host;
  if (!originAllowed(call.origin, { listed: site.origins, publicUrl: core.config.publicUrl, host })) {
    throw refuse('origin_not_allowed');
  }
  return site;
}

export function sessionView(
  core: Core,
  site: SiteRow,
  { visitorId, token, room, sessionId, fromBrowser }: Opened,
  config: WidgetConfig,
): ResultOf<typeof openSession> {
  const by = { ...(sessionId !== null && { sessionId }), ...(fromBrowser && { fromBrowser }) };
  return {
    consumer: visitorId,
    visitor_token: token,
    access_token: core.tokens.sign({ kind: 'visitor', siteId: site.id, site: site.slug, visitorId, ...by }),
    expires_in: ACCESS_TOKEN_SECONDS,
    room,
    config: { ...config, ...(hasMore(config) && { more: true }) },
  };
}

/** Told in one word, so that the widget need not look for each before it loads what shows them. */
const hasMore = ({ avatar, consent, consented, accounts }: WidgetConfig): boolean =>
  [avatar, consent, consented, accounts].some((part) => part !== undefined);
