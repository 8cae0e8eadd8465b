/** Has the model put one's own words in others, in place, with the way back. */
import type { AgentRoom, Rewriting } from '@parley/protocol';
import { type RefObject, useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent } from '../accounts/use-session.ts';
import { languageName } from '../rooms/names.ts';
import { toasts } from '../ui/toasts.ts';

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

/** `onText` gets the new text, if nobody has written on in `area` meanwhile; whoever undoes it gets the old one. */
export function useRewriting(
  room: AgentRoom,
  area: RefObject<HTMLTextAreaElement | null>,
  onText: (text: string) => void,
): Writing {
  const agent = useAgent();
  const [busy, setBusy] = useState(false);
  const rewrite = async (how: Rewriting): Promise<string | null> => {
    const language = room.contact.language ?? undefined;
    const before = area.current?.value ?? '';
    setBusy(true);
    try {
      const after = (await agent.call('rewrite_text', { text: before, how, ...(language && { language }) })).text;
      if (area.current?.value !== before) return null;
      onText(after);
      if (after !== before) {
        const done = how === 'translate' ? `Translated into ${languageName(language ?? '')}` : DONE[how];
        toasts.show(done, { action: { label: 'Undo', run: () => onText(before) } });
      } else toasts.show('Nothing to change');
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
