/** Has the model put one's own words in others, in place, with the way back. */
import type { AgentRoom, Rewriting } from '@parley/protocol';
import { type RefObject, useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent } from '../accounts/use-session.ts';
import { languageName } from '../rooms/names.ts';
import { toasts } from '../ui/toasts.ts';
import { putWords } from './put-words.ts';

const DONE: Record<Exclude<Rewriting, 'translate'>, string> = {
  correct: 'Spelling corrected',
  shorter: 'Made shorter',
  friendlier: 'Made friendlier',
};

export interface Writing {
  busy: boolean;
  /** Resolves to the new text, or null where it stayed as it was. Never rejects. */
  rewrite: (how: Rewriting) => Promise<string | null>;
}

/** The new text stands in `area`, if nobody has written on there meanwhile; undoing brings the old one back, on the same condition. */
export function useRewriting(room: AgentRoom, area: RefObject<HTMLTextAreaElement | null>): Writing {
  const agent = useAgent();
  const [busy, setBusy] = useState(false);
  const rewrite = async (how: Rewriting): Promise<string | null> => {
    const language = room.contact.language ?? undefined;
    const before = area.current?.value ?? '';
    setBusy(true);
    try {
      const { text } = await agent.call('rewrite_text', { text: before, how, ...(language && { language }) });
      if (area.current?.value !== before) return null;
      if (text === before) {
        toasts.show('Nothing to change');
        return before;
      }
      const after = putWords(area.current, text);
      const undo = () => {
        if (area.current?.value === after) putWords(area.current, before);
        else toasts.show('Not undone: that text was changed or sent.', { tone: 'failure' });
      };
      const done = how === 'translate' ? `Translated into ${languageName(language ?? '')}` : DONE[how];
      toasts.show(done, { action: { label: 'Undo', run: undo } });
      return after;
    } catch (error) {
      toasts.show(`Not rewritten: ${failureWords(error)}`, { tone: 'failure' });
      return null;
    } finally {
      setBusy(false);
    }
  };
  return { busy, rewrite };
}
