/** Has the model put one's own words in others, in place, with the way back. */
import type { AgentRoom, Rewriting } from '@parley/protocol';
import { type RefObject, useState } from 'react';
import { useAgent } from '../accounts/use-session.ts';
import { languageName } from '../rooms/names.ts';
import { toasts } from '../ui/toasts.ts';
import { putWords } from './put-words.ts';
import type { Help } from './use-help.ts';

const DONE: Record<Exclude<Rewriting, 'translate'>, string> = {
  correct: 'Spelling corrected',
  shorter: 'Made shorter',
  friendlier: 'Made friendlier',
};

export interface Writing {
  /** The last text that is in the visitor's language. */
  translated: string | null;
  /** Never rejects. */
  rewrite: (how: Rewriting) => Promise<void>;
}

/** The new text stands in `area`, if nobody has written on there meanwhile; undoing brings the old one back, on the same condition. */
export function useRewriting(room: AgentRoom, area: RefObject<HTMLTextAreaElement | null>, { ask }: Help): Writing {
  const agent = useAgent();
  const [translated, setTranslated] = useState<string | null>(null);
  const rewrite = (how: Rewriting) =>
    ask('Not rewritten', async () => {
      const language = room.contact.language ?? undefined;
      const before = area.current?.value ?? '';
      const { text } = await agent.call('rewrite_text', { text: before, how, ...(language && { language }) });
      if (area.current?.value !== before) return;
      if (text === before) {
        toasts.show('Nothing to change');
        if (how === 'translate') setTranslated(before);
        return;
      }
      const after = putWords(area.current, text);
      if (how === 'translate') setTranslated(after);
      const undo = () => {
        if (area.current?.value === after) putWords(area.current, before);
        else toasts.show('Not undone: that text was changed or sent.', { tone: 'failure' });
      };
      const done = how === 'translate' ? `Translated into ${languageName(language ?? '')}` : DONE[how];
      toasts.show(done, { action: { label: 'Undo', run: undo } });
    });
  return { translated, rewrite };
}
