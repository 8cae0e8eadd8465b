/** What a new article begins with, where it is made of a conversation. */
import type { CommandResult } from '@parley/protocol';
import { useQuery } from '@tanstack/react-query';
import { useAgent } from '../accounts/use-session.ts';

export interface FromConversation {
  room?: string;
  seq?: number;
}

/** The server may think about it for many seconds: `loading` until then. Null: nothing to begin with. */
export function useFirstWords({ room, seq }: FromConversation): {
  loading: boolean;
  draft: CommandResult<'draft_article'> | null;
  failure: Error | null;
} {
  const agent = useAgent();
  const { data, error, isLoading } = useQuery({
    queryKey: ['draft_article', room, seq],
    queryFn: () => agent.call('draft_article', { room: room as string, ...(seq && { seq }) }),
    enabled: room !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return { loading: isLoading, draft: data ?? null, failure: error };
}
