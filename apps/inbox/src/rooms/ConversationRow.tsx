/** One row of a conversation: a day, an event, a bubble, what is being written. */
import { Link } from '@tanstack/react-router';
import { Fragment, memo } from 'react';
import { useNow } from '../ui/now.ts';
import { clockTime, dayName, fullTime } from '../ui/times.ts';
import styles from './ConversationRow.module.css';
import type { ConversationItem } from './conversation-items.ts';
import { WHY } from './hand-over-words.ts';
import { AnswerBubble, MessageBubble, TypingBubble, UnsentBubble } from './MessageBubble.tsx';
import { type Receipt, sameReceipt } from './receipts.ts';

export interface ConversationRowProps {
  item: ConversationItem;
  /** The agent's own display name. */
  me: string;
  visitor: string;
  /** How far the item's message has come. */
  receipt: Receipt | null;
  online: boolean;
  editing: boolean;
  onRetry: (clientId: string) => void;
  onDiscard: (clientId: string) => void;
}

export const ConversationRow = memo(
  function ConversationRow({ item, me, visitor, receipt, online, editing, onRetry, onDiscard }: ConversationRowProps) {
    switch (item.kind) {
      case 'day':
        return <Day at={item.at} />;
      case 'unread':
        return (
          <div className={styles.unread}>
            <span>New messages</span>
          </div>
        );
      case 'event':
        return (
          <p className={styles.event}>
            {item.message.content}
            {item.message.event === 'person_requested' && item.message.hand_over
              ? ` · ${WHY[item.message.hand_over]}`
              : null}{' '}
            {item.message.goes_on ? <GoesOn room={item.message.goes_on} /> : null}{' '}
            <time dateTime={item.message.created} title={fullTime(item.message.created)}>
              {clockTime(item.message.created)}
            </time>
          </p>
        );
      case 'message':
        return <MessageBubble {...item} me={me} visitor={visitor} receipt={receipt} editing={editing} />;
      case 'unsent':
        return <UnsentBubble {...item} online={online} onRetry={onRetry} onDiscard={onDiscard} />;
      case 'answer':
        return <AnswerBubble author={item.author} text={item.text} />;
      case 'typing':
        return (
          <Fragment>
            {item.typists.map(({ role, author }) => (
              <TypingBubble key={`${role} ${author}`} role={role} author={role === 'visitor' ? visitor : author} />
            ))}
          </Fragment>
        );
    }
  },
  (before, after) =>
    before.me === after.me &&
    before.visitor === after.visitor &&
    before.online === after.online &&
    before.editing === after.editing &&
    sameItem(before.item, after.item) &&
    sameReceipt(before.receipt, after.receipt),
);

/** Items are made anew for every event; what they hold mostly is not. */
function sameItem(a: ConversationItem, b: ConversationItem): boolean {
  const left = Object.entries(a);
  return left.length === Object.keys(b).length && left.every(([key, value]) => b[key as keyof typeof b] === value);
}

/** Where the list does not know the room, the conversation's page finds it by its name. */
function GoesOn({ room }: { room: string }) {
  return (
    <Link to="/inbox/$folder/$room" params={{ folder: 'bot', room }} search={{}} className={styles.link}>
      Open it
    </Link>
  );
}

function Day({ at }: { at: string }) {
  const now = useNow();
  return <h3 className={styles.day}>{dayName(at, now)}</h3>;
}
