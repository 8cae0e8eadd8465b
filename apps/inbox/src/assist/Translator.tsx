/** Translates what stands in a conversation, the newest first, and what comes. Draws nothing. */
import { useEffect, useRef } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent, useAgentStore } from '../accounts/use-session.ts';
import { toasts } from '../ui/toasts.ts';
import { ownLanguage, setTranslating, type Translations } from './translating.ts';

/** Of one call: protocol `translate_messages`. */
const AT_ONCE = 10;

export interface TranslatorProps {
  room: string;
  known: Translations;
  onKnown: (known: Translations) => void;
}

export function Translator({ room, known, onKnown }: TranslatorProps) {
  const agent = useAgent();
  const conversation = useAgentStore((store) => store.conversation(room));
  const busy = useRef(false);
  useEffect(() => {
    const open = (conversation?.messages ?? []).filter(
      ({ role, seq, content, target, change }) =>
        role !== 'system' && !target && change?.event !== 'redacted' && known.get(seq)?.content !== content,
    );
    const next = open.slice(-AT_ONCE);
    if (next.length === 0 || busy.current) return;
    busy.current = true;
    agent.call('translate_messages', { room, seqs: next.map(({ seq }) => seq), language: ownLanguage() }).then(
      ({ translations }) => {
        busy.current = false;
        const more = new Map(known);
        // What was left out has nothing to be translated.
        for (const { seq, content } of next) more.set(seq, { content, text: content });
        for (const { seq, text } of translations) {
          const content = next.find((message) => message.seq === seq)?.content;
          if (content !== undefined) more.set(seq, { content, text });
        }
        onKnown(more);
      },
      (error: unknown) => {
        busy.current = false;
        setTranslating(room, false);
        toasts.show(`Not translated: ${failureWords(error)}`, {
          tone: 'failure',
          action: { label: 'Try again', run: () => setTranslating(room, true) },
        });
      },
    );
  }, [agent, room, conversation, known, onKnown]);
  return null;
}
