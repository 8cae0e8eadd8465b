/** Bubbles: the visitor's on the left, the site's (bot and agents) on the right, each with its author and its state. */

import type { Unsent } from '@parley/client/agent';
import type { Message } from '@parley/protocol';
import { Ban, Clock, Link2, RotateCw, Sparkles, Trash2, TriangleAlert } from 'lucide-react';
import { lazy, type ReactNode, Suspense } from 'react';
import { TranslatedWords } from '../assist/TranslatedWords.tsx';
import { Button } from '../ui/Button.tsx';
import { classNames } from '../ui/class-names.ts';
import { Markdown } from '../ui/Markdown.tsx';
import { clockTime, fullTime } from '../ui/times.ts';
import type { Grouped } from './conversation-items.ts';
import styles from './MessageBubble.module.css';
import { MessageEditor } from './MessageEditor.tsx';
import { MessageMenu } from './MessageMenu.tsx';
import type { Receipt } from './receipts.ts';
import { Tick } from './Tick.tsx';

const AnswerNote = lazy(() => import('./AnswerNote.tsx').then((module) => ({ default: module.AnswerNote })));

interface FrameProps {
  side: 'visitor' | 'site';
  look: 'visitor' | 'bot' | 'agent' | 'other';
  first: boolean;
  author: ReactNode;
  children: ReactNode;
  foot?: ReactNode;
  /** Beside the bubble. */
  menu?: ReactNode;
}

function Frame({ side, look, first, author, children, foot, menu }: FrameProps) {
  return (
    <div className={classNames(styles.row, styles[side], first && styles.first)}>
      {first ? <p className={styles.author}>{author}</p> : <p className="visually-hidden">{author}</p>}
      <div className={styles.line}>
        <div className={classNames(styles.bubble, styles[look])}>{children}</div>
        {menu}
      </div>
      {foot}
    </div>
  );
}

const BotName = ({ name }: { name: string }) => (
  <>
    <Sparkles aria-hidden="true" /> {name} · AI
  </>
);

export interface MessageBubbleProps extends Grouped {
  message: Message;
  me: string;
  visitor: string;
  /** Null on the visitor's own. */
  receipt: Receipt | null;
  editing: boolean;
}

export function MessageBubble({ message, me, visitor, receipt, editing, first, last }: MessageBubbleProps) {
  const { role, author, content, created, sources, offer_person, change } = message;
  const own = role === 'agent' && author === me;
  const name = role === 'visitor' ? visitor : role === 'bot' ? <BotName name={author} /> : own ? 'You' : author;
  return (
    <Frame
      side={role === 'visitor' ? 'visitor' : 'site'}
      look={role === 'visitor' ? 'visitor' : role === 'bot' ? 'bot' : own ? 'agent' : 'other'}
      first={first}
      author={name}
      menu={editing ? null : <MessageMenu message={message} own={own} />}
      foot={
        last || receipt?.at ? (
          <p className={styles.foot}>
            <time dateTime={created} title={fullTime(created)}>
              {clockTime(created)}
            </time>
            {receipt ? <Tick receipt={receipt} /> : null}
          </p>
        ) : undefined
      }
    >
      {editing ? (
        <MessageEditor message={message} />
      ) : change?.event === 'redacted' ? (
        <p className={styles.gone}>
          <Ban aria-hidden="true" /> Message deleted{change.by === author ? '' : ` by ${change.by}`}
        </p>
      ) : (
        <TranslatedWords seq={message.seq} content={content} />
      )}
      {change?.event === 'edited' && !editing ? (
        <p className={styles.edited} title={fullTime(change.at)}>
          Edited
        </p>
      ) : null}
      {sources && sources.length > 0 ? (
        <ul className={styles.sources} aria-label="Sources">
          {sources.map(({ title, url }) => (
            <li key={url}>
              <a href={url} target="_blank" rel="noopener noreferrer">
                <Link2 aria-hidden="true" /> {title}
              </a>
            </li>
          ))}
        </ul>
      ) : null}
      {role === 'bot' && change?.event !== 'redacted' ? (
        <Suspense fallback={null}>
          <AnswerNote room={message.room} seq={message.seq} />
        </Suspense>
      ) : null}
      {offer_person ? <p className={styles.offered}>A person was offered under this answer.</p> : null}
    </Frame>
  );
}

export interface UnsentBubbleProps extends Grouped {
  unsent: Unsent;
  online: boolean;
  onRetry: (clientId: string) => void;
  onDiscard: (clientId: string) => void;
}

export function UnsentBubble({ unsent, first, online, onRetry, onDiscard }: UnsentBubbleProps) {
  const { client_id, content, failure } = unsent;
  return (
    <Frame
      side="site"
      look="agent"
      first={first}
      author="You"
      foot={
        failure ? (
          <div className={styles.failed} role="alert">
            <p>
              <TriangleAlert aria-hidden="true" /> Not sent. {failure.message}
            </p>
            <Button size="small" onClick={() => onRetry(client_id)}>
              <RotateCw aria-hidden="true" /> Send again
            </Button>
            <Button size="small" variant="quiet" onClick={() => onDiscard(client_id)}>
              <Trash2 aria-hidden="true" /> Discard
            </Button>
          </div>
        ) : (
          <p className={styles.foot}>
            <span className={styles.tick}>
              <Clock aria-hidden="true" /> {online ? 'Sending…' : 'Kept here, sent when the connection is back'}
            </span>
          </p>
        )
      }
    >
      <Markdown source={content} />
    </Frame>
  );
}

/** The bot's answer while it is being written. */
export function AnswerBubble({ author, text }: { author: string; text: string }) {
  return (
    <Frame
      side="site"
      look="bot"
      first
      author={<BotName name={author} />}
      foot={<p className={styles.foot}>answering now</p>}
    >
      <div className={styles.streaming} aria-busy="true">
        {text ? <Markdown source={text} /> : <Dots />}
      </div>
    </Frame>
  );
}

export function TypingBubble({ role, author }: { role: Message['role']; author: string }) {
  const look = role === 'visitor' || role === 'bot' ? role : 'other';
  return (
    <Frame side={role === 'visitor' ? 'visitor' : 'site'} look={look} first author={`${author} is writing`}>
      <Dots />
    </Frame>
  );
}

function Dots() {
  return (
    <span className={styles.dots} aria-hidden="true">
      <i />
      <i />
      <i />
    </span>
  );
}
