/** The messages of a conversation, only those in view: stays at the newest while one is there, and still when older come. */
import type { AgentRoom } from '@parley/protocol';
import { plainLine } from '@parley/protocol/markdown';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useAgent, useAgentStore, useMe } from '../accounts/use-session.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { ConversationRow } from './ConversationRow.tsx';
import { ConversationSkeleton } from './ConversationSkeleton.tsx';
import { conversationItems } from './conversation-items.ts';
import styles from './MessageList.module.css';
import { MessageActionsContext } from './message-actions.ts';
import { visitorName } from './names.ts';
import { receiptsOf } from './receipts.ts';
import { NEAR_END, useEnd } from './use-end.ts';
import { useMarkRead } from './use-mark-read.ts';
import { useMessageActions } from './use-message-actions.tsx';
import { useMessageLink } from './use-message-link.ts';
import { useOlderMessages } from './use-older-messages.ts';
import { useUnreadLine } from './use-unread-line.ts';

const ESTIMATED = 72;

export interface MessageListProps {
  name: string;
  room: AgentRoom | undefined;
  /** The message that the address names. */
  linked: number | undefined;
  /** The message that is being edited. */
  editing: number | null;
  onEdit: (seq: number | null) => void;
}

export function MessageList({ name, room, linked, editing, onEdit }: MessageListProps) {
  const agent = useAgent();
  const me = useMe();
  const conversation = useAgentStore((store) => store.conversation(name));
  const live = useAgentStore((store) => store.live(name));
  const online = useAgentStore((store) => store.state.status === 'online');
  const scroller = useRef<HTMLElement>(null);
  const unreadAfter = useUnreadLine(room, conversation?.loaded ?? false, me.name);
  const items = useMemo(
    () => (conversation ? conversationItems(conversation, live, unreadAfter) : []),
    [conversation, live, unreadAfter],
  );
  const receiptOf = useMemo(() => receiptsOf(room, conversation?.messages ?? []), [room, conversation]);
  const hasNewer = conversation?.hasNewer ?? false;
  const { atEnd, setAtEnd, look, handlers } = useEnd(scroller, items, () => rows.scrollToEnd(), {
    begins: linked === undefined,
    more: hasNewer,
  });
  // Its functions change with every render, which is what is wanted here.
  // oxlint-disable-next-line react/incompatible-library
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ESTIMATED,
    getItemKey: (index) => items[index]?.key ?? index,
    overscan: 8,
    anchorTo: 'end',
    // Not by its own look: where it stood before it was sent to a message, it may have been the end.
    followOnAppend: atEnd,
    scrollEndThreshold: NEAR_END,
    paddingStart: 16,
    paddingEnd: 16,
  });
  const shown = rows.getVirtualItems();
  const ready = (conversation?.loaded ?? false) && items.length > 0;

  const lit = useMessageLink(
    name,
    linked,
    items,
    scroller,
    (index) => {
      placed.current = true;
      setAtEnd(false);
      rows.scrollToIndex(index, { align: 'center' });
      requestAnimationFrame(() => {
        look();
        older.lookUp();
      });
    },
    () => {
      placed.current = true;
      setAtEnd(true);
    },
  );
  // The first sight of a conversation is its end, unless the address names a message.
  const placed = useRef(false);
  useLayoutEffect(() => {
    if (!ready || placed.current || linked !== undefined) return;
    placed.current = true;
    rows.scrollToEnd();
  }, [ready, rows, linked]);
  const { actions, asking } = useMessageActions(name, onEdit);
  // By the arrow key of the composer it may be further up than one sees.
  const edited =
    editing === null ? -1 : items.findIndex((item) => item.kind === 'message' && item.message.seq === editing);
  useEffect(() => {
    if (edited >= 0) rows.scrollToIndex(edited, { align: 'auto' });
  }, [edited, rows]);
  const older = useOlderMessages(name, scroller, placed);
  const last = conversation?.messages.at(-1)?.seq;
  useMarkRead(name, atEnd, last, room?.read);

  const [seen, setSeen] = useState(last);
  if (atEnd && seen !== last) setSeen(last);
  const said = conversation?.messages.filter(({ target }) => !target);
  const below = hasNewer || seen === undefined ? 0 : (said?.filter(({ seq }) => seq > seen).length ?? 0);
  const newest = said?.at(-1);
  const toEnd = () => {
    setAtEnd(true);
    if (hasNewer) void agent.showMessages(name);
    else rows.scrollToEnd({ behavior: 'smooth' });
  };

  return (
    <MessageActionsContext value={actions}>
      <div className={styles.area}>
        <section
          ref={scroller}
          className={styles.scroller}
          aria-label={room ? `Conversation with ${visitorName(room)}` : 'Conversation'}
          // The arrow keys scroll it.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          {...handlers}
          onScroll={() => {
            handlers.onScroll();
            older.lookUp();
          }}
        >
          {ready ? (
            <div className={styles.column}>
              {older.failure ? (
                <div className={styles.older}>
                  <Notice
                    tone="red"
                    action={
                      <Button size="small" onClick={older.retry}>
                        Try again
                      </Button>
                    }
                  >
                    Older messages could not be loaded. {older.failure}
                  </Notice>
                </div>
              ) : null}
              <div className={styles.rows} style={{ height: rows.getTotalSize() }}>
                <ul className={styles.shown} style={{ transform: `translateY(${shown[0]?.start ?? 0}px)` }}>
                  {shown.map(({ key, index }) => {
                    const item = items[index];
                    return item ? (
                      <li
                        key={key}
                        data-index={index}
                        ref={rows.measureElement}
                        {...(item.kind === 'message' && {
                          'data-seq': item.message.seq,
                          tabIndex: -1,
                          'data-lit': item.message.seq === lit ? '' : undefined,
                        })}
                      >
                        <ConversationRow
                          item={item}
                          me={me.name}
                          visitor={room ? visitorName(room) : 'Visitor'}
                          receipt={item.kind === 'message' ? receiptOf(item.message) : null}
                          online={online}
                          editing={item.kind === 'message' && item.message.seq === editing}
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
          <button type="button" className={styles.down} onClick={toEnd}>
            <ArrowDown aria-hidden="true" />
            {below > 0 ? `${below} new` : 'To the newest'}
          </button>
        )}
        <p className="visually-hidden" aria-live="polite">
          {newest && newest.role !== 'agent' ? `${newest.author}: ${plainLine(newest.content)}` : ''}
        </p>
        {asking}
      </div>
    </MessageActionsContext>
  );
}
