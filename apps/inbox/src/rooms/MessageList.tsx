/** The messages of a conversation, only those in view: stays at the newest while one is there, and still when older come. */
import type { AgentRoom } from '@parley/protocol';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent, useAgentStore, useMe } from '../accounts/use-session.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { ConversationRow } from './ConversationRow.tsx';
import { ConversationSkeleton } from './ConversationSkeleton.tsx';
import { conversationItems } from './conversation-items.ts';
import styles from './MessageList.module.css';
import { plainLine, visitorName } from './names.ts';
import { useUnreadLine } from './use-unread-line.ts';

const ESTIMATED = 72;
/** Older ones are asked for when so few rows are left above. */
const AHEAD = 6;
/** So near to the end counts as there, in pixels. */
const NEAR_END = 60;

export function MessageList({ name, room }: { name: string; room: AgentRoom | undefined }) {
  const agent = useAgent();
  const me = useMe();
  const conversation = useAgentStore((store) => store.conversation(name));
  const live = useAgentStore((store) => store.live(name));
  const online = useAgentStore((store) => store.state.status === 'online');
  const scroller = useRef<HTMLElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const [olderFailure, setOlderFailure] = useState<string | null>(null);
  const unreadAfter = useUnreadLine(room, conversation?.loaded ?? false, me.name);
  const items = useMemo(
    () => (conversation ? conversationItems(conversation, live, unreadAfter) : []),
    [conversation, live, unreadAfter],
  );
  // Its functions change with every render, which is what is wanted here.
  // oxlint-disable-next-line react/incompatible-library
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ESTIMATED,
    getItemKey: (index) => items[index]?.key ?? index,
    overscan: 8,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: NEAR_END,
    paddingStart: 16,
    paddingEnd: 16,
  });
  const shown = rows.getVirtualItems();
  const ready = (conversation?.loaded ?? false) && items.length > 0;

  // The first sight of a conversation is its end.
  const placed = useRef(false);
  useLayoutEffect(() => {
    if (!ready || placed.current) return;
    placed.current = true;
    rows.scrollToEnd();
  }, [ready, rows]);

  const older = async () => {
    setOlderFailure(null);
    try {
      await agent.loadOlder(name);
    } catch (error) {
      setOlderFailure(failureWords(error));
    }
  };
  const wantsOlder = ready && conversation?.hasOlder === true && (shown[0]?.index ?? AHEAD) < AHEAD && !olderFailure;
  const oldest = conversation?.messages[0]?.seq;
  const ask = useRef(older);
  useEffect(() => {
    ask.current = older;
  });
  useEffect(() => {
    // Again for every page that has come: it may not have filled the screen.
    if (wantsOlder && oldest !== undefined) void ask.current();
  }, [wantsOlder, oldest]);

  // What stands at the end in front of the agent's eyes is read.
  const last = conversation?.messages.at(-1)?.seq;
  useEffect(() => {
    const look = () => {
      if (atEnd && last !== undefined && document.visibilityState === 'visible' && document.hasFocus())
        agent.markRead(name);
    };
    look();
    window.addEventListener('focus', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      window.removeEventListener('focus', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, [agent, name, atEnd, last, room?.read]);

  const [seen, setSeen] = useState(last);
  if (atEnd && seen !== last) setSeen(last);
  const below = last === undefined ? 0 : last - (seen ?? last);
  const newest = conversation?.messages.at(-1);

  return (
    <div className={styles.area}>
      <section
        ref={scroller}
        className={styles.scroller}
        aria-label={room ? `Conversation with ${visitorName(room)}` : 'Conversation'}
        // The arrow keys scroll it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onScroll={() => setAtEnd(rows.isAtEnd(NEAR_END))}
      >
        {ready ? (
          <div className={styles.column}>
            {olderFailure ? (
              <div className={styles.older}>
                <Notice
                  tone="red"
                  action={
                    <Button size="small" onClick={() => void older()}>
                      Try again
                    </Button>
                  }
                >
                  Older messages could not be loaded. {olderFailure}
                </Notice>
              </div>
            ) : null}
            <div className={styles.rows} style={{ height: rows.getTotalSize() }}>
              <ul className={styles.shown} style={{ transform: `translateY(${shown[0]?.start ?? 0}px)` }}>
                {shown.map(({ key, index }) => {
                  const item = items[index];
                  return item ? (
                    <li key={key} data-index={index} ref={rows.measureElement}>
                      <ConversationRow
                        item={item}
                        me={me.name}
                        visitor={room ? visitorName(room) : 'Visitor'}
                        visitorRead={room?.visitor_read ?? 0}
                        online={online}
                        onRetry={(id) => agent.outbox.retry(id)}
                        onDiscard={(id) => agent.outbox.discard(id)}
                      />
                    </li>
                  ) : null;
                })}
              </ul>
            </div>
          </div>
        ) : (
          <ConversationSkeleton empty={conversation?.loaded ?? false} />
        )}
      </section>
      {atEnd || !ready ? null : (
        <button type="button" className={styles.down} onClick={() => rows.scrollToEnd({ behavior: 'smooth' })}>
          <ArrowDown aria-hidden="true" />
          {below > 0 ? `${below} new` : 'To the newest'}
        </button>
      )}
      <p className="visually-hidden" aria-live="polite">
        {newest && newest.role !== 'agent' ? `${newest.author}: ${plainLine(newest.content)}` : ''}
      </p>
    </div>
  );
}
