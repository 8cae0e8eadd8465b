/** The sources as they are now: told by the server while something goes on, and asked for again now and then, for what was told may be lost. */
import type { CommandResult, KnowledgeSource } from '@parley/protocol';
import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useAgent } from '../../accounts/use-session.ts';
import { useCommand, useCommandCache } from '../../shell/commands.ts';
import { isActive } from './words.ts';

const EVERY_MS = 5_000;

/** Puts a source in its place in a list, or at its beginning. */
export function withSource(list: readonly KnowledgeSource[], source: KnowledgeSource): KnowledgeSource[] {
  return list.some(({ id }) => id === source.id)
    ? list.map((each) => (each.id === source.id ? source : each))
    : [source, ...list];
}

/** For after a deed of one's own; the others' are heard of. */
export function useTakeSource(): (source: KnowledgeSource) => void {
  const cache = useCommandCache();
  return (source) => cache.change('list_sources', {}, ({ sources }) => ({ sources: withSource(sources, source) }));
}

export function useSources(): UseQueryResult<CommandResult<'list_sources'>> {
  const agent = useAgent();
  const cache = useCommandCache();
  const take = useTakeSource();
  const query = useCommand('list_sources', {});
  const active = query.data?.sources.some(({ run }) => isActive(run)) ?? false;
  useEffect(() =>
    agent.onEvent((frame) => {
      if (frame.command !== 'source_changed') return;
      take(frame.source);
      if (isActive(frame.source.run)) return;
      void cache.stale('list_articles');
      void cache.stale('get_import_report');
    }),
  );
  useEffect(() => {
    if (!active) return;
    const timer = setInterval(() => void cache.stale('list_sources'), EVERY_MS);
    return () => clearInterval(timer);
  });
  return query;
}
