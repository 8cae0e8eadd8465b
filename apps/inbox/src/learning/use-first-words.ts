/** What a new article begins with, where it is made of a conversation. */
import type { CommandResult } from '@parley/protocol';
import { useCommand } from '../shell/commands.ts';

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
  const { data, error, isLoading } = useCommand(
    'draft_article',
    { room: room ?? '', ...(seq && { seq }) },
    { enabled: room !== undefined, once: true },
  );
  return { loading: isLoading, draft: data ?? null, failure: error };
}
