/** The site's settings, and the way to change some of them. */
import type { CommandParams, SiteSettings } from '@parley/protocol';
import type { UseQueryResult } from '@tanstack/react-query';
import { useAgent } from '../accounts/use-session.ts';
import { useCommand, useCommandCache } from '../shell/commands.ts';

export const useSite = (): UseQueryResult<{ site: SiteSettings }> => useCommand('get_site', {});

/** Rejects with `CallError`. */
export function useUpdateSite(): (change: CommandParams<'update_site'>) => Promise<void> {
  const agent = useAgent();
  const cache = useCommandCache();
  return async (change) => cache.put('get_site', {}, await agent.call('update_site', change));
}
