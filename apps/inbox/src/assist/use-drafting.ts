/** Has the model draft a reply, at one's wish and into an empty composer alone. */
import type { Source } from '@parley/protocol';
import { type RefObject, useState } from 'react';
import { useAgent } from '../accounts/use-session.ts';
import { toasts } from '../ui/toasts.ts';
import { putWords } from './put-words.ts';
import type { Help } from './use-help.ts';

export interface Drafting {
  /** What the words in the composer rest on; null: they are no draft. */
  sources: readonly Source[] | null;
  /** Never rejects. What somebody began to write meanwhile stays as it is. */
  draft: () => Promise<void>;
  /** It is sent, or thrown away. */
  forget: () => void;
}

export function useDrafting(room: string, area: RefObject<HTMLTextAreaElement | null>, { ask }: Help): Drafting {
  const agent = useAgent();
  const [sources, setSources] = useState<readonly Source[] | null>(null);
  const draft = () =>
    ask('No draft', async () => {
      const drafted = await agent.call('draft_reply', { room });
      if (drafted.text === '') toasts.show('No draft: your articles hold nothing about this.');
      else if (area.current?.value === '') {
        putWords(area.current, drafted.text);
        setSources(drafted.sources);
      }
    });
  return { sources, draft, forget: () => setSources(null) };
}
