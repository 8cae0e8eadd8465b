/** Replies from the site's own knowledge, over an empty composer: one key takes the first, to be edited before it is sent. */
import type { AgentRoom, SuggestedReply } from '@parley/protocol';
import { plainLine } from '@parley/protocol/markdown';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { type RefObject, useEffect, useState } from 'react';
import { useAgent, useAgentStore } from '../accounts/use-session.ts';
import { Queries } from '../shell/Queries.tsx';
import { IconButton } from '../ui/Button.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import styles from './Suggestions.module.css';

export interface SuggestionsProps {
  room: AgentRoom;
  area: RefObject<HTMLTextAreaElement | null>;
  onTake: (text: string) => void;
}

export function Suggestions(props: SuggestionsProps) {
  return (
    <Queries>
      <Found {...props} />
    </Queries>
  );
}

function Found({ room: { room }, area, onTake }: SuggestionsProps) {
  const agent = useAgent();
  // Asked anew with whatever is said, and taken back.
  const last = useAgentStore((store) => store.conversation(room)?.messages.at(-1)?.seq);
  const [dismissed, setDismissed] = useState<number>();
  const { data: replies = [] } = useQuery({
    queryKey: ['suggest_replies', room, last],
    queryFn: async () => (await agent.call('suggest_replies', { room })).replies,
    enabled: last !== undefined,
    staleTime: 60_000,
  });
  const shown = dismissed === last ? [] : replies;
  const [first] = shown;
  useEffect(() => {
    const field = area.current;
    if (!field || !first) return;
    const take = (event: KeyboardEvent) => {
      const modified = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
      if (event.key !== 'ArrowRight' || modified || field.value !== '') return;
      event.preventDefault();
      onTake(replyOf(first));
    };
    field.addEventListener('keydown', take);
    return () => field.removeEventListener('keydown', take);
  }, [area, first, onTake]);
  if (shown.length === 0) return null;
  return (
    <section className={styles.strip} aria-label="Suggested replies">
      <ul>
        {shown.map((reply, index) => (
          <li key={reply.title}>
            <button
              type="button"
              className={styles.reply}
              aria-keyshortcuts={index === 0 ? 'ArrowRight' : undefined}
              onClick={() => {
                onTake(replyOf(reply));
                area.current?.focus();
              }}
            >
              <bdi className={styles.title}>{reply.title}</bdi>
              <bdi className={styles.words}>{plainLine(reply.text)}</bdi>
              {index === 0 ? (
                <span className={styles.key}>
                  <Kbd quiet>→</Kbd>
                </span>
              ) : null}
            </button>
          </li>
        ))}
      </ul>
      <IconButton label="Hide suggestions" tipSide="left" className={styles.hide} onClick={() => setDismissed(last)}>
        <X aria-hidden="true" />
      </IconButton>
    </section>
  );
}

/** With the way to the whole article. */
const replyOf = ({ text, source }: SuggestedReply): string =>
  source ? `${text}\n\n[${source.title}](${source.url})` : text;
