/**
 * Whose rows the running work may see: those of the caller's site, carried along by the asynchronous calls themselves, as the
 * database's second lock wants it (`core/site-lock.ts`). The dispatcher enters a site for whoever has a token; what belongs to
 * no caller (jobs, heartbeats, signing in) is in none, and sees all. Whoever leaves one says why.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

export interface SiteScope {
  readonly siteIds: readonly string[];
  /** Sees all the sites that it belongs to. */
  readonly accountId?: string | undefined;
}

/** All the reasons there are. */
export type Beyond =
  /** A token is looked at before it is known of which site it is. */
  | 'who a token stands for'
  /** What may be done to an account depends on all its teams and sites. */
  | 'all that an account has'
  /** Indexes over words serve no query that a policy holds back: it names its site in each of its parts. */
  | 'search by words'
  /** Many callers share it; it enters what it needs by itself. */
  | 'shared work';

const storage = new AsyncLocalStorage<SiteScope>();

/** Null: none, all rows. */
export const siteScope = (): SiteScope | null => storage.getStore() ?? null;

/** Runs `work`, and all that comes of it, as one that may see these sites' rows alone. */
export const inSites = <T>(scope: SiteScope, work: () => T): T => storage.run(scope, work);

/** Runs `work` as nobody's. */
export const beyondSites = <T>(_why: Beyond, work: () => T): T => storage.exit(work);
